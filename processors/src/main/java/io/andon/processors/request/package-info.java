@NullMarked
package io.andon.processors.request;

import org.jspecify.annotations.NullMarked;
