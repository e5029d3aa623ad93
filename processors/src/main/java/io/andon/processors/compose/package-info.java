@NullMarked
package io.andon.processors.compose;

import org.jspecify.annotations.NullMarked;
