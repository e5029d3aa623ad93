@NullMarked
package io.andon.routes.source;

import org.jspecify.annotations.NullMarked;
