/** What the cache promises, asked of the running system. */
@NullMarked
package io.andon.routes.promises;

import org.jspecify.annotations.NullMarked;
