/** Immutable columns over primitive arrays, and the appenders that fill them. */
@NullMarked
package io.andon.cache.column;

import org.jspecify.annotations.NullMarked;
