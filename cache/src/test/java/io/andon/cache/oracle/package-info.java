/** Rows as plain objects and answers by scanning them: what the indices are held against. */
@NullMarked
package io.andon.cache.oracle;

import org.jspecify.annotations.NullMarked;
