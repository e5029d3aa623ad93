@NullMarked
package io.andon.processors.refresh;

import org.jspecify.annotations.NullMarked;
