/** What is logged: its form, what must not appear in it, and the last lines for administrators. */
@NullMarked
package io.andon.routes.log;

import org.jspecify.annotations.NullMarked;
