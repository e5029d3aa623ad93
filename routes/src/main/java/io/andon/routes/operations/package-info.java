@NullMarked
package io.andon.routes.operations;

import org.jspecify.annotations.NullMarked;
