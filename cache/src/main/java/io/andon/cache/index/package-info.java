/** Indices built from exactly one version of a table. */
@NullMarked
package io.andon.cache.index;

import org.jspecify.annotations.NullMarked;
