/** What is asked of the source when somebody wants it: questions, typed rows, kept answers. */
@NullMarked
package io.andon.processors.history;

import org.jspecify.annotations.NullMarked;
