/** The pools' parts one by one; with real servers in {@code real}. */
@NullMarked
package io.andon.routes.source;

import org.jspecify.annotations.NullMarked;
