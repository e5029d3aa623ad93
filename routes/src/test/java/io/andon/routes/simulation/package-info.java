/** A factory's database, its troubles and a naive account of what must follow, for simulations. */
@NullMarked
package io.andon.routes.simulation;

import org.jspecify.annotations.NullMarked;
