/** Provokes every failure of docs/failures.md and holds the classifier to its row. */
@NullMarked
package io.andon.processors.failure;

import org.jspecify.annotations.NullMarked;
