/** The demo plant: generates a factory in an embedded H2 database and keeps it alive. */
@NullMarked
package io.andon.demo;

import org.jspecify.annotations.NullMarked;
