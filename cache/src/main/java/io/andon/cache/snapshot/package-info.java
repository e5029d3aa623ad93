/** One immutable version of a table, and how it is built and completed. */
@NullMarked
package io.andon.cache.snapshot;

import org.jspecify.annotations.NullMarked;
