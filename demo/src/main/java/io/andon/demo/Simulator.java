package io.andon.demo;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/**
 * Lets the plant live, step by step. A step is one transaction with one change time, later than
 * that of every step before; what it does follows from the seed and the step's number. Threads:
 * confined to one.
 */
final class Simulator implements AutoCloseable {
    private static final int LOTS_AN_EVENT_A_SECOND = 2_000;
    private static final int LOT_EVENTS_A_STEP_MAX = 100;
    private static final double LOT_EVENTS_A_SECOND_MAX = 500;
    private static final double MACHINE_EVENTS_A_SECOND = 2;
    private static final int TRIES_AN_EVENT = 20;

    private final PlantSession session;
    private final long seed;
    private final Clock clock;
    private final LotMoves lots;
    private final MachineEvents machines;
    private final double lotEventsASecond;
    private final Duration interval;

    Simulator(PlantSession session, int targetLots, long seed, Clock clock) throws SQLException {
        this.session = session;
        this.seed = seed;
        this.clock = clock;
        var tally = Tally.count(session);
        var floor = new Machines(session, tally);
        lots = new LotMoves(session, floor, tally, new Catalog(seed), targetLots);
        machines = new MachineEvents(floor, lots);
        lotEventsASecond =
                Math.clamp(
                        (double) targetLots / LOTS_AN_EVENT_A_SECOND, 2, LOT_EVENTS_A_SECOND_MAX);
        double seconds = Math.min(1, LOT_EVENTS_A_STEP_MAX / lotEventsASecond);
        interval = Duration.ofMillis((long) (seconds * 1_000));
    }

    /** How long to wait from the start of one step to that of the next. */
    Duration interval() {
        return interval;
    }

    /** One step: all of it or, with an exception, none of it. */
    void step() throws SQLException {
        try {
            change();
            session.commit();
        } catch (SQLException | RuntimeException e) {
            session.rollback();
            throw e;
        }
    }

    private void change() throws SQLException {
        long tick = session.number("SELECT TICK FROM MES_SNAPSHOT") + 1;
        Instant now = nextInstant();
        session.one("UPDATE MES_SNAPSHOT SET SYS_DATE = ?, TICK = ?", now, tick);
        var draw = Draw.of(seed, Long.MIN_VALUE + tick);
        double seconds = interval.toMillis() / 1_000.0;
        int wanted = whole(lotEventsASecond * seconds, draw);
        for (int tries = wanted * TRIES_AN_EVENT; wanted > 0 && tries > 0; tries--) {
            if (lots.tryOne(now, draw)) wanted--;
        }
        for (int left = whole(MACHINE_EVENTS_A_SECOND * seconds, draw); left > 0; left--) {
            machines.tryOne(now, draw);
        }
    }

    /** The clock's time, but always later than the last step's, also when the clock went back. */
    private Instant nextInstant() throws SQLException {
        Instant last =
                session.rows(
                                "SELECT SYS_DATE FROM MES_SNAPSHOT",
                                row -> row.getObject(1, OffsetDateTime.class).toInstant())
                        .getFirst();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return now.isAfter(last) ? now : last.plusMillis(1);
    }

    private static int whole(double mean, Draw draw) {
        int floor = (int) mean;
        return floor + (draw.chance(mean - floor) ? 1 : 0);
    }

    @Override
    public void close() throws SQLException {
        session.close();
    }
}
