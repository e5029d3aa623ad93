@NullMarked
package io.andon.processors.source;

import org.jspecify.annotations.NullMarked;
