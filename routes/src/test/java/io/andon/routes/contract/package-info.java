/** The running interface held to its document, both ways. */
@NullMarked
package io.andon.routes.contract;

import org.jspecify.annotations.NullMarked;
