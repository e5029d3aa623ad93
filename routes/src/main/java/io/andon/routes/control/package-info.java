/** What an administrator may do to the runtime itself, and what stays of it. */
@NullMarked
package io.andon.routes.control;

import org.jspecify.annotations.NullMarked;
