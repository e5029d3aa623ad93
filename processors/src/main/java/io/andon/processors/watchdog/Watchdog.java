package io.andon.processors.watchdog;

import io.andon.processors.watchdog.Memory.Ladder;
import io.andon.processors.watchdog.Memory.Stop;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * The watchdog's rule: wait, then reload, then restart, then stop and page, entered at what Andon
 * recommends. Pure but for what it draws from the generator; docs/watchdog.md is its table of
 * cases.
 */
public final class Watchdog {
    /** So much of a pause is drawn, or a hall of watchdogs would act in step after a power cut. */
    private static final double JITTER = 0.25;

    private static final int DOUBLINGS_MAX = 16;
    private static final Duration LONGEST = Duration.ofHours(24);

    private Watchdog() {}

    /** What to do after a look. */
    public static Step decide(
            Observation seen, Memory memory, Limits limits, Tick now, RandomGenerator random) {
        return new Turn(seen, Recollection.of(seen, memory, limits, now), limits, now, random)
                .decide();
    }

    /**
     * What to remember when the act of a step was refused: it counts against no budget, and is
     * asked again after a growing pause, never before the answer allows.
     */
    public static Memory refused(
            Step step, Outcome.Refused answer, Limits limits, Tick now, RandomGenerator random) {
        Memory memory = step.ifRefused();
        Ladder ladder = memory.ladder();
        int refusals = ladder.refusals() + 1;
        long pause = pause(limits.patience(), limits.cooldownMax(), refusals, random);
        long asked = answer.nextAllowedAt().map(at -> until(at, now)).orElse(0L);
        return memory.with(
                new Ladder(
                        ladder.reloaded(),
                        ladder.acts(),
                        refusals,
                        memory.watch().millis() + Math.max(pause, asked),
                        ladder.graceUntil(),
                        Stop.NONE));
    }

    /** Never shorter than {@code first} doubled so often, never longer than {@code longest}. */
    static long pause(Duration first, Duration longest, int times, RandomGenerator random) {
        long doubled = first.toMillis() << Math.min(times - 1, DOUBLINGS_MAX);
        long pause = Math.min(doubled, longest.toMillis());
        return pause + (long) (JITTER * random.nextDouble() * pause);
    }

    /** By two readings of one wall clock; a step between them makes it no longer than a day. */
    private static long until(Instant at, Tick now) {
        long millis = Duration.between(now.utc(), at).toMillis();
        return Math.clamp(millis, 0, LONGEST.toMillis());
    }
}
