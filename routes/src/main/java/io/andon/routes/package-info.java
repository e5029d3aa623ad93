@NullMarked
package io.andon.routes;

import org.jspecify.annotations.NullMarked;
