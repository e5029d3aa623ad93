package io.andon.processors.watchdog;

import io.andon.processors.watchdog.Memory.Ladder;
import io.andon.processors.watchdog.Memory.Past;
import io.andon.processors.watchdog.Memory.Spell;
import io.andon.processors.watchdog.Memory.Start;
import io.andon.processors.watchdog.Memory.Stop;
import io.andon.processors.watchdog.Memory.Watch;
import io.andon.processors.watchdog.Observation.Answered;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;

/** Takes a look into the memory, before anything is decided. */
final class Recollection {
    /** The longest window that can be set. */
    private static final Duration KEPT = Duration.ofHours(24);

    private static final int STARTS_KEPT = 64;

    private Recollection() {}

    static Memory of(Observation seen, Memory old, Limits limits, Tick tick) {
        Watch watch = old.watch().at(tick);
        long now = watch.millis();
        boolean apart = now - old.watch().millis() > limits.gap().toMillis();
        boolean maintenance = old.maintenance();
        String process = old.process();
        boolean started = false;
        if (seen instanceof Answered answered) {
            maintenance = answered.maintenance();
            started = isAnother(answered.process(), process);
            if (!answered.process().isEmpty()) process = answered.process();
        }
        Ladder ladder = started ? inGrace(old.ladder(), now, limits) : old.ladder();
        Past past = old.past().since(now - KEPT.toMillis());
        if (started) past = started(past, new Start(now, maintenance));
        Need need = maintenance ? Need.NOTHING : Need.of(seen);
        boolean broken = apart || started || maintenance;
        var next =
                new Memory(
                        watch,
                        process,
                        maintenance,
                        spell(old.spell(), need, now, broken),
                        ladder,
                        past,
                        old.toldSince(now, limits.stableFor()));
        return isForgiven(next, limits) ? forgiven(next) : next;
    }

    private static boolean isAnother(String process, String before) {
        return !process.isEmpty() && !before.isEmpty() && !process.equals(before);
    }

    private static Ladder inGrace(Ladder old, long now, Limits limits) {
        return new Ladder(
                old.reloaded(),
                old.acts(),
                old.refusals(),
                old.nextActAt(),
                now + limits.startGrace().toMillis(),
                old.stop());
    }

    private static Past started(Past past, Start start) {
        List<Start> kept = past.starts();
        return new Past(
                past.restarts(),
                Stream.concat(
                                kept.stream().skip(Math.max(0, kept.size() + 1 - STARTS_KEPT)),
                                Stream.of(start))
                        .toList());
    }

    /** A spell that was broken begins now: nobody saw what was in between. */
    private static Spell spell(Spell old, Need need, long now, boolean broken) {
        return new Spell(
                need,
                need == old.need() && !broken ? old.since() : now,
                need.isCalm() && !broken ? old.calmSince() : now);
    }

    private static boolean isForgiven(Memory memory, Limits limits) {
        long calm = memory.watch().millis() - memory.spell().calmSince();
        return calm >= limits.stableFor().toMillis();
    }

    /** The budget is not given back: only time does that. */
    private static Memory forgiven(Memory memory) {
        Stop stop = memory.ladder().stop();
        var told = new HashMap<>(memory.told());
        if (stop != Stop.NONE) told.remove(stop.reason().id());
        return memory.with(new Ladder(false, 0, 0, 0, memory.ladder().graceUntil(), Stop.NONE))
                .with(told);
    }
}
