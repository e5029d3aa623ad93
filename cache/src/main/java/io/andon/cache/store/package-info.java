/** What is published now, how old it is, and why it may be less than fresh. */
@NullMarked
package io.andon.cache.store;

import org.jspecify.annotations.NullMarked;
