package io.andon.demo;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Writes what happened before the plant was generated, piece by piece: hours of machines by shift
 * day, newest first, and the lots' way so far. A piece is one transaction that also notes that it
 * is done, so a kill costs at most a piece. Threads: confined to one.
 */
final class PlantPast implements AutoCloseable {
    static final int DAYS = 90;

    /** Those of config/plants/demo/plant.yaml. */
    static final ZoneId ZONE = ZoneId.of("Asia/Taipei");

    static final LocalTime SHIFT_DAY_START = LocalTime.of(7, 30);

    /** Days written before the lots: what a trend of a week shows. */
    private static final int DAYS_FIRST = 8;

    /** About 12 rows a lot: more lots would make the file larger than the plant itself. */
    private static final int LOTS_MAX = 100_000;

    private static final int LOTS_A_PIECE = 250;

    private final PlantSession session;
    private final int lots;
    private final long seed;
    private final Clock clock;
    private final ShiftHours hours;
    private final Catalog catalog;

    PlantPast(PlantSession session, int lots, long seed, Clock clock) {
        this.session = session;
        this.lots = Math.min(lots, LOTS_MAX);
        this.seed = seed;
        this.clock = clock;
        this.hours = new ShiftHours(seed);
        this.catalog = new Catalog(seed);
    }

    /** The shift day that an instant belongs to. */
    static LocalDate shiftDay(Instant at) {
        return at.atZone(ZONE).minusSeconds(SHIFT_DAY_START.toSecondOfDay()).toLocalDate();
    }

    /** Writes one piece; false when nothing was left to write. */
    boolean step() throws SQLException {
        try {
            boolean wrote = day(DAYS_FIRST) || someLots() || day(DAYS);
            session.commit();
            return wrote;
        } catch (SQLException | RuntimeException e) {
            session.rollback();
            throw e;
        }
    }

    /** The newest ended shift day that is missing among the last {@code back}. */
    private boolean day(int back) throws SQLException {
        LocalDate present = shiftDay(clock.instant());
        Set<LocalDate> done =
                new HashSet<>(
                        session.rows(
                                "SELECT SHIFT_DATE FROM MES_PAST_DAY",
                                row -> row.getObject(1, LocalDate.class)));
        for (int i = 1; i <= back; i++) {
            LocalDate day = present.minusDays(i);
            if (done.contains(day)) continue;
            forgetBefore(present.minusDays(DAYS));
            try (var insert =
                    new BulkInsert(session.connection(), "MES_STATUS_HOURS", ShiftHours.COLUMNS)) {
                hours.write(insert, day);
            }
            session.one("INSERT INTO MES_PAST_DAY VALUES (?)", day);
            return true;
        }
        return false;
    }

    private void forgetBefore(LocalDate day) throws SQLException {
        session.change("DELETE FROM MES_STATUS_HOURS WHERE SHIFT_DATE < ?", day);
        session.change("DELETE FROM MES_PAST_DAY WHERE SHIFT_DATE < ?", day);
    }

    private boolean someLots() throws SQLException {
        long done = session.number("SELECT UP_TO FROM MES_PAST_LOT");
        if (done >= lots) return false;
        long upTo = Math.min(done + LOTS_A_PIECE, lots);
        List<PastLot> past =
                session
                        .rows(
                                """
                                SELECT LOT_SEQ, LOT_NO, PKG_NAME, START_TIME, SPEC_SEQ, MOVE_IN_TIME,
                                  QTY_PCS
                                FROM MES_LOT WHERE LOT_SEQ > ? AND LOT_SEQ <= ? ORDER BY LOT_SEQ\
                                """,
                                this::read,
                                done,
                                upTo)
                        .stream()
                        .flatMap(Optional::stream)
                        .toList();
        try (var insert =
                new BulkInsert(session.connection(), "MES_LOT_HISTORY", PastLot.COLUMNS)) {
            for (PastLot lot : past) {
                var way = upToWhatIsKnown(lot);
                if (way.isPresent()) way.get().write(insert, seed);
            }
        }
        session.one("UPDATE MES_PAST_LOT SET UP_TO = ?", upTo);
        return true;
    }

    /** Empty for a lot of which nobody entered when it came to its step. */
    private Optional<PastLot> read(ResultSet row) throws SQLException {
        var started = row.getObject(4, OffsetDateTime.class);
        var movedIn = row.getObject(6, OffsetDateTime.class);
        if (started == null || movedIn == null) return Optional.empty();
        return Optional.of(
                new PastLot(
                        row.getLong(1),
                        row.getString(2),
                        catalog.leads(row.getString(3)),
                        started.toInstant(),
                        row.getInt(5),
                        movedIn.toInstant(),
                        row.getLong(7)));
    }

    /**
     * The simulator may have moved the lot on: its way so far ends where that trace begins. Empty
     * when nobody entered when that was.
     */
    private Optional<PastLot> upToWhatIsKnown(PastLot lot) throws SQLException {
        List<Optional<PastLot>> known =
                session.rows(
                        """
                        SELECT SPEC_SEQ, MOVE_IN_TIME, SUM(QTY_IN)
                        FROM MES_LOT_HISTORY WHERE LOT_NO = ?
                        GROUP BY SPEC_SEQ, MOVE_IN_TIME
                        ORDER BY SPEC_SEQ, MOVE_IN_TIME FETCH FIRST ROW ONLY\
                        """,
                        row ->
                                Optional.ofNullable(row.getObject(2, OffsetDateTime.class))
                                        .map(OffsetDateTime::toInstant)
                                        .map(upToThat(lot, row.getInt(1), row.getLong(3))),
                        lot.number());
        return known.isEmpty() ? Optional.of(lot) : known.getFirst();
    }

    private static Function<Instant, PastLot> upToThat(PastLot lot, int spec, long pieces) {
        return at ->
                new PastLot(lot.seq(), lot.number(), lot.leads(), lot.started(), spec, at, pieces);
    }

    @Override
    public void close() throws SQLException {
        session.close();
    }
}
