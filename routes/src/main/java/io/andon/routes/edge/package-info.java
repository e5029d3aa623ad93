@NullMarked
package io.andon.routes.edge;

import org.jspecify.annotations.NullMarked;
