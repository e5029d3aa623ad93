@NullMarked
package io.andon.routes.settings;

import org.jspecify.annotations.NullMarked;
