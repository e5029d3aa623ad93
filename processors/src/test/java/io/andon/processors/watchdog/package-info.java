/** The watchdog's rule against its table of cases and against histories that nobody wrote. */
@NullMarked
package io.andon.processors.watchdog;

import org.jspecify.annotations.NullMarked;
