@NullMarked
package io.andon.processors;

import org.jspecify.annotations.NullMarked;
