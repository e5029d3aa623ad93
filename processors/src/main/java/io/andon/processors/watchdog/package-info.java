/**
 * When the one that watches acts: a rule over health and codes, which knows no HTTP, so it stands
 * with the other judgements and not with the command that asks and acts.
 */
@NullMarked
package io.andon.processors.watchdog;

import org.jspecify.annotations.NullMarked;
