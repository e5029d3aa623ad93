/**
 * The fault laboratory: a real database behind a line that breaks, a running Andon, and someone who
 * watches every answer while it happens.
 */
@NullMarked
package io.andon.routes.faults;

import org.jspecify.annotations.NullMarked;
