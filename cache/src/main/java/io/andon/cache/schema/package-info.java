/** What tables and columns are called, and which of them the house knows. */
@NullMarked
package io.andon.cache.schema;

import org.jspecify.annotations.NullMarked;
