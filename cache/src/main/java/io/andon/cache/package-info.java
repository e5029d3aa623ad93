@NullMarked
package io.andon.cache;

import org.jspecify.annotations.NullMarked;
