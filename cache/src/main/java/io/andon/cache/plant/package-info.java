/** One factory as its plant.yaml describes it; the file itself is read elsewhere. */
@NullMarked
package io.andon.cache.plant;

import org.jspecify.annotations.NullMarked;
