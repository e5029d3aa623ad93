package io.andon.processors.watchdog;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a decision knows of those before it. All times are milliseconds of its own {@link Watch},
 * which begins at 0 and never steps.
 *
 * @param process the last one seen; empty before the first
 * @param maintenance whether a person worked on it when it last answered
 * @param told what a person was paged for, by reason or code
 */
public record Memory(
        Watch watch,
        String process,
        boolean maintenance,
        Spell spell,
        Ladder ladder,
        Past past,
        Map<String, Told> told) {
    public Memory {
        told = Map.copyOf(told);
    }

    /** Of one that never watched. */
    public static Memory fresh() {
        return new Memory(
                new Watch(0, "", 0),
                "",
                false,
                new Spell(Need.NOTHING, 0, 0),
                new Ladder(false, 0, 0, 0, 0, Stop.NONE),
                new Past(List.of(), List.of()),
                Map.of());
    }

    /**
     * Of one that cannot remember: as if every restart of the window had just been used, since
     * nobody can say that they were not.
     */
    public static Memory lost(Limits limits) {
        Memory fresh = fresh();
        var used = Collections.nCopies(limits.restartsMax(), 0L);
        return fresh.with(new Past(used, List.of()));
    }

    /** How many restarts count against the budget. */
    public int restartsUsed(Limits limits) {
        return past.restartsSince(watch.millis - limits.restartsWindow().toMillis());
    }

    /** Whether it has given up until the process was stable. */
    public boolean stopped() {
        return ladder.stop != Stop.NONE;
    }

    /** Whether it differs from the other by more than the time that passed. */
    public boolean tellsMoreThan(Memory other) {
        return !with(other.watch).equals(other);
    }

    Memory with(Watch next) {
        return new Memory(next, process, maintenance, spell, ladder, past, told);
    }

    Memory with(Ladder next) {
        return new Memory(watch, process, maintenance, spell, next, past, told);
    }

    Memory with(Past next) {
        return new Memory(watch, process, maintenance, spell, ladder, next, told);
    }

    Memory with(Map<String, Told> next) {
        return new Memory(watch, process, maintenance, spell, ladder, past, next);
    }

    /** What stopped the watchdog from acting. */
    enum Stop {
        NONE,
        CHURN,
        BUDGET_SPENT,
        REFUSED;

        Reason reason() {
            return switch (this) {
                case CHURN -> Reason.CHURN;
                case BUDGET_SPENT -> Reason.BUDGET_SPENT;
                case REFUSED -> Reason.REFUSED;
                case NONE -> throw new IllegalStateException("nothing stopped it");
            };
        }
    }

    /**
     * Counts the time that certainly passed, by the last reading that it was given.
     *
     * @param millis counted so far
     */
    record Watch(long millis, String boot, long upMillis) {
        Watch {
            require(millis >= 0 && upMillis >= 0);
        }

        /**
         * Goes on to a reading. Of a machine that was started since, only the time since that start
         * is certain: how long it was off nobody says but the wall clock.
         */
        Watch at(Tick tick) {
            long up = tick.up().toMillis();
            long passed = boot.equals(tick.boot()) && up >= upMillis ? up - upMillis : up;
            return new Watch(millis + (boot.isEmpty() ? 0 : passed), tick.boot(), up);
        }
    }

    /**
     * For how long the looks have asked for the same.
     *
     * @param calmSince since when the process has done its work, whatever else was asked for
     */
    record Spell(Need need, long since, long calmSince) {
        Spell {
            require(since >= 0 && calmSince >= 0);
        }
    }

    /**
     * How far the escalation has come.
     *
     * @param acts done since the process was last stable
     * @param refusals in a row
     * @param nextActAt nothing is done before
     * @param graceUntil a start may take so long
     */
    record Ladder(
            boolean reloaded, int acts, int refusals, long nextActAt, long graceUntil, Stop stop) {
        Ladder {
            require(acts >= 0 && refusals >= 0 && nextActAt >= 0 && graceUntil >= 0);
        }
    }

    /** A start of the process, from whatever cause. */
    record Start(long at, boolean inMaintenance) {
        Start {
            require(at >= 0);
        }
    }

    /** What is counted against limits, the oldest first. */
    record Past(List<Long> restarts, List<Start> starts) {
        Past {
            restarts = List.copyOf(restarts);
            starts = List.copyOf(starts);
            require(restarts.stream().allMatch(at -> at >= 0));
        }

        int restartsSince(long from) {
            return (int) restarts.stream().filter(at -> at > from).count();
        }

        int startsSince(long from) {
            return (int) starts.stream().filter(each -> each.at > from).count();
        }

        /** Without those in which a person had a hand. */
        int ownStartsSince(long from) {
            return (int)
                    starts.stream().filter(each -> each.at > from && !each.inMaintenance).count();
        }

        /** Without what no limit counts any more. */
        Past since(long from) {
            return new Past(
                    restarts.stream().filter(at -> at > from).toList(),
                    starts.stream().filter(each -> each.at > from).toList());
        }
    }

    /** When a person was last paged for something, and when that last held. */
    record Told(long at, long lastHeld) {
        Told {
            require(at >= 0 && lastHeld >= at);
        }
    }

    /** What was told, without what has not held for so long that it would be news. */
    Map<String, Told> toldSince(long now, Duration news) {
        String stop = stopped() ? ladder.stop.reason().id() : "";
        return told.entrySet().stream()
                .filter(each ->
                        each.getKey().equals(stop)
                                || now - each.getValue().lastHeld < news.toMillis())
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static void require(boolean holds) {
        if (!holds) throw new IllegalArgumentException("no memory of a watchdog");
    }
}
