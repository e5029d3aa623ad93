/** What a read must satisfy to be published, and what is known of those that did not. */
@NullMarked
package io.andon.processors.gate;

import org.jspecify.annotations.NullMarked;
