@NullMarked
package io.andon.demo;

import org.jspecify.annotations.NullMarked;
