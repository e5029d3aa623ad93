package io.andon.routes.faults;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * One row of the fault catalogue: what is done, and what Andon promises while it lasts.
 *
 * @param number the row
 * @param tables what degrades; every other table stays as it was
 * @param reach how many of these tables degrade
 * @param codes what these tables may carry; none where all stays fresh. They may be CACHE_STALE
 *     too, once time alone makes them so
 * @param noticeWithin from the first attempt that meets it to health and metrics
 * @param recoverWithin from its end to figures that are fresh again
 */
record Fault(
        int number,
        String name,
        List<String> tables,
        Reach reach,
        Set<String> codes,
        Duration noticeWithin,
        Duration recoverWithin,
        Injection injection) {

    private static final Duration NOTICE = Duration.ofSeconds(5);
    private static final Duration NOTICE_UNREACHABLE = Duration.ofSeconds(8);
    private static final Duration A_TICK = LabPlant.PERIOD.plusSeconds(1);

    /** How many of a fault's tables meet it at once. */
    enum Reach {
        EVERY,
        /** Some at some time. */
        ANY,
        /** It is over by itself: an attempt beyond the schedule may mend it unseen. */
        PASSING
    }

    /** Brings the fault about; what it returns ends it. */
    interface Injection {
        Cure into(FaultLab lab) throws Exception;
    }

    /** Ends a fault. */
    interface Cure {
        void apply() throws Exception;
    }

    /** A fault of the way to the database: it concerns every table. */
    static Fault onTheWay(int number, String name, String code, Injection injection) {
        return new Fault(
                number,
                name,
                LabPlant.TABLES,
                Reach.EVERY,
                Set.of(code),
                NOTICE_UNREACHABLE,
                A_TICK,
                injection);
    }

    /** A fault that the server answers with. */
    static Fault atTheServer(
            int number, String name, List<String> tables, String code, Injection injection) {
        return new Fault(
                number, name, tables, Reach.EVERY, Set.of(code), NOTICE, A_TICK, injection);
    }

    /** What the source may do without anybody being told: everything stays fresh. */
    static Fault harmless(int number, String name, Injection injection) {
        return new Fault(
                number, name, LabPlant.TABLES, Reach.EVERY, Set.of(), NOTICE, A_TICK, injection);
    }

    /** What hits one read and is over: the next one is sound. */
    static Fault passing(int number, String name, String table, String code, Injection injection) {
        return new Fault(
                number,
                name,
                List.of(table),
                Reach.PASSING,
                Set.of(code),
                NOTICE,
                A_TICK,
                injection);
    }

    /** Whether any answer says that something is wrong. */
    boolean degrades() {
        return !codes.isEmpty();
    }

    /** The same with another limit for its recovery. */
    Fault recoveringWithin(Duration limit) {
        return new Fault(number, name, tables, reach, codes, noticeWithin, limit, injection);
    }

    @Override
    public String toString() {
        return "fault %d, %s".formatted(number, name);
    }
}
