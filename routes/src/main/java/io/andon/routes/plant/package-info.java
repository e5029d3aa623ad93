@NullMarked
package io.andon.routes.plant;

import org.jspecify.annotations.NullMarked;
