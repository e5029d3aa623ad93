/** The metrics of a running Andon held to their dictionary, and to a bound. */
@NullMarked
package io.andon.routes.scrape;

import org.jspecify.annotations.NullMarked;
