/** How a running Andon takes another configuration, or goes down to come back. */
@NullMarked
package io.andon.routes.lifecycle;

import org.jspecify.annotations.NullMarked;
