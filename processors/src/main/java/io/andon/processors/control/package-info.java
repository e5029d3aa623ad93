/** What an administrator may do to one table, and what is answered. */
@NullMarked
package io.andon.processors.control;

import org.jspecify.annotations.NullMarked;
