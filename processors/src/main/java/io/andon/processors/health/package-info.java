@NullMarked
package io.andon.processors.health;

import org.jspecify.annotations.NullMarked;
