/** A real Andon, its source and a client, for tests that ask what a caller would ask. */
@NullMarked
package io.andon.routes.running;

import org.jspecify.annotations.NullMarked;
