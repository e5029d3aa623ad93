package io.andon.processors.watchdog;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Looks, decides, writes down and acts, in this order: an act that is not written down is not done.
 * Threads: one at a time.
 */
public final class Vigil {
    /** What a start of the machine may cost of the time that was counted. */
    private static final Duration SAVE_EVERY = Duration.ofMinutes(1);

    private final Store store;
    private final Actions actions;
    private final Limits limits;
    private final RandomGenerator random;
    private Memory memory;
    private Optional<Memory> saved = Optional.empty();

    /** Where a memory outlives the process. */
    @FunctionalInterface
    public interface Store {
        void save(Memory memory) throws IOException;
    }

    /** What a look led to; an outcome when something was done. */
    public record Looked(Decision decision, Optional<Outcome> outcome) {}

    /** Goes on from a memory. */
    public Vigil(
            Memory memory, Store store, Actions actions, Limits limits, RandomGenerator random) {
        this.memory = memory;
        this.store = store;
        this.actions = actions;
        this.limits = limits;
        this.random = random;
    }

    /** What it remembers now. */
    public Memory memory() {
        return memory;
    }

    /**
     * Decides on what was seen and acts on it.
     *
     * @throws IOException if the memory cannot be kept; then nothing was done, unless it was
     *     refused, and the next look decides anew
     */
    public Looked look(Observation seen, Tick now) throws IOException, InterruptedException {
        Step step = Watchdog.decide(seen, memory, limits, now, random);
        return switch (step.decision()) {
            case Decision.Reload reload -> {
                keep(step.memory());
                yield learn(step, actions.reload(), reload, now);
            }
            case Decision.Restart restart -> {
                keep(step.memory());
                yield learn(step, actions.restart(), restart, now);
            }
            case Decision.Rest _, Decision.Wait _, Decision.Page _ -> {
                if (isWorthSaving(step.memory())) keep(step.memory());
                memory = step.memory();
                yield new Looked(step.decision(), Optional.empty());
            }
        };
    }

    private Looked learn(Step step, Outcome outcome, Decision decision, Tick now)
            throws IOException {
        if (outcome instanceof Outcome.Refused refused) {
            memory = Watchdog.refused(step, refused, limits, now, random);
            keep(memory);
        }
        return new Looked(decision, Optional.of(outcome));
    }

    private void keep(Memory next) throws IOException {
        store.save(next);
        saved = Optional.of(next);
        memory = next;
    }

    private boolean isWorthSaving(Memory next) {
        return saved.isEmpty()
                || next.tellsMoreThan(saved.get())
                || next.watch().millis() - saved.get().watch().millis() >= SAVE_EVERY.toMillis();
    }
}
