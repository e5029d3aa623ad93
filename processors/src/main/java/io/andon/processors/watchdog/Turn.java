package io.andon.processors.watchdog;

import io.andon.cache.DegradedCode;
import io.andon.processors.watchdog.Decision.Page;
import io.andon.processors.watchdog.Decision.Reload;
import io.andon.processors.watchdog.Decision.Rest;
import io.andon.processors.watchdog.Decision.Restart;
import io.andon.processors.watchdog.Decision.Wait;
import io.andon.processors.watchdog.Memory.Ladder;
import io.andon.processors.watchdog.Memory.Past;
import io.andon.processors.watchdog.Memory.Stop;
import io.andon.processors.watchdog.Memory.Told;
import io.andon.processors.watchdog.Observation.Absence;
import io.andon.processors.watchdog.Observation.Absent;
import io.andon.processors.watchdog.Observation.Answered;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** One decision, over a memory that has taken in the look. */
final class Turn {
    private final Observation seen;
    private final Memory memory;
    private final Limits limits;
    private final Tick tick;
    private final RandomGenerator random;
    private final long now;

    Turn(Observation seen, Memory memory, Limits limits, Tick tick, RandomGenerator random) {
        this.seen = seen;
        this.memory = memory;
        this.limits = limits;
        this.tick = tick;
        this.random = random;
        this.now = memory.watch().millis();
    }

    Step decide() {
        if (memory.maintenance()) return Step.of(new Rest(Reason.MAINTENANCE), memory);
        if (memory.stopped()) return stop(memory.ladder().stop());
        if (memory.past().ownStartsSince(ago(limits.startsWindow())) >= limits.startsMax())
            return stop(Stop.CHURN);
        return switch (memory.spell().need()) {
            case NOTHING -> Step.of(new Rest(Reason.WELL), memory);
            case WAIT -> waiting(Reason.WAITING_HELPS, Optional.empty());
            case PERSON -> stands(limits.patience(), Reason.PERSON_NEEDED);
            case START -> stands(limits.startGrace(), absence());
            case RELOAD, RESTART -> act();
        };
    }

    private Step act() {
        Ladder ladder = memory.ladder();
        long ripe = memory.spell().since() + limits.patience().toMillis();
        if (now < ladder.graceUntil()) return waiting(Reason.STARTING, at(ladder.graceUntil()));
        if (now < ripe) return waiting(Reason.CONFIRMING, at(ripe));
        if (ladder.refusals() >= limits.refusalsMax()) return stop(Stop.REFUSED);
        if (now < ladder.nextActAt()) return waiting(Reason.COOLDOWN, at(ladder.nextActAt()));
        if (memory.spell().need() == Need.RESTART) return restart(why());
        if (!ladder.reloaded()) return reload();
        return seen instanceof Answered answered && Need.mayRestart(answered)
                ? restart(Reason.RELOAD_DID_NOT_HELP)
                : page(Reason.RELOAD_DID_NOT_HELP, Reason.PAGED);
    }

    private Step reload() {
        Memory booked = memory.with(acted(true, memory.ladder().graceUntil()));
        return new Step(new Reload(Reason.RELOAD_ADVISED), booked, memory);
    }

    private Step restart(Reason why) {
        Past past = memory.past();
        if (memory.restartsUsed(limits) >= limits.restartsMax()) return stop(Stop.BUDGET_SPENT);
        if (past.startsSince(ago(limits.startsWindow())) >= limits.startsMax())
            return waiting(Reason.MANY_STARTS, Optional.empty());
        var restarts = Stream.concat(past.restarts().stream(), Stream.of(now)).toList();
        Memory booked =
                memory.with(new Past(restarts, past.starts()))
                        .with(
                                acted(
                                        memory.ladder().reloaded(),
                                        now + limits.startGrace().toMillis()));
        return new Step(new Restart(why), booked, memory);
    }

    private Ladder acted(boolean reloaded, long graceUntil) {
        int acts = memory.ladder().acts() + 1;
        long pause = Watchdog.pause(limits.cooldown(), limits.cooldownMax(), acts, random);
        return new Ladder(reloaded, acts, 0, now + pause, graceUntil, Stop.NONE);
    }

    private Step stop(Stop why) {
        Ladder ladder = memory.ladder();
        Step paged = page(why.reason(), Reason.STOPPED);
        return Step.of(
                paged.decision(),
                paged.memory()
                        .with(
                                new Ladder(
                                        ladder.reloaded(),
                                        ladder.acts(),
                                        ladder.refusals(),
                                        ladder.nextActAt(),
                                        ladder.graceUntil(),
                                        why)));
    }

    /** Pages for what has stood so long. */
    private Step stands(Duration patience, Reason why) {
        long ripe = memory.spell().since() + patience.toMillis();
        return now < ripe ? waiting(Reason.CONFIRMING, at(ripe)) : page(why, Reason.PAGED);
    }

    /** Pages when that is news or was long ago; a code that joins is news. */
    private Step page(Reason why, Reason told) {
        var known = new HashMap<>(memory.told());
        boolean due = false;
        for (String subject : subjects(why)) {
            long at = Optional.ofNullable(known.get(subject)).map(Told::at).orElse(now);
            boolean again =
                    !known.containsKey(subject) || now - at >= limits.pageEvery().toMillis();
            due |= again;
            known.put(subject, new Told(again ? now : at, now));
        }
        Memory next = memory.with(known);
        return due
                ? Step.of(new Page(why, codes()), next)
                : Step.of(new Wait(told, Optional.empty()), next);
    }

    private Set<String> subjects(Reason why) {
        if (why != Reason.PERSON_NEEDED || codes().isEmpty()) return Set.of(why.id());
        return Set.copyOf(codes().stream().map(DegradedCode::name).toList());
    }

    private Set<DegradedCode> codes() {
        return seen instanceof Answered answered ? answered.codes() : Set.of();
    }

    private Reason why() {
        if (seen instanceof Absent) return Reason.SILENT;
        return seen instanceof Answered answered && answered.live() ? Reason.LEAK : Reason.STUCK;
    }

    private Reason absence() {
        return seen instanceof Absent(var how) && how == Absence.FOREIGN
                ? Reason.NOT_ANDON
                : Reason.GONE;
    }

    private Step waiting(Reason why, Optional<Instant> until) {
        return Step.of(new Wait(why, until), memory);
    }

    private Optional<Instant> at(long millis) {
        return Optional.of(tick.utc().plusMillis(millis - now));
    }

    private long ago(Duration window) {
        return now - window.toMillis();
    }
}
