/** Andon as it runs, on a real PostgreSQL. */
@NullMarked
package io.andon.routes.source.real;

import org.jspecify.annotations.NullMarked;
