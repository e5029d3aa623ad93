package io.andon.processors.watchdog;

/**
 * A decision and what is to be remembered of it.
 *
 * @param memory to be kept safe before the decision is carried out
 * @param ifRefused what it was before the act was booked; see {@link Watchdog#refused}
 */
public record Step(Decision decision, Memory memory, Memory ifRefused) {
    static Step of(Decision decision, Memory memory) {
        return new Step(decision, memory, memory);
    }
}
