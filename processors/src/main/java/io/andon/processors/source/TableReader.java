package io.andon.processors.source;

import io.andon.cache.column.ColumnAppender;
import io.andon.cache.plant.TablePlan;
import io.andon.cache.schema.TableSchema;
import io.andon.cache.snapshot.SnapshotBuilder;
import io.andon.cache.snapshot.TableSnapshot;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Reads a whole table through plain JDBC into columns, without an object a row. The deadline covers
 * the whole fetch: when it passes, the statement is cancelled at the server, and what still does
 * not end is cut off.
 */
public final class TableReader {
    /** Rows of the first round trip, before anybody knows how wide they are. */
    private static final int FIRST_ROWS = 100;

    /** The most rows of each further one: enough to hide latency. docs/decisions/0011. */
    private static final int FETCH_ROWS = 1_000;

    /** What the driver may hold of an answer, as far as the widest row so far tells. */
    private static final int FETCH_BYTES = 16_000_000;

    /** Few enough that rows between two looks at the clock and the memory do no harm. */
    private static final int ROWS_BETWEEN_CHECKS = 256;

    /**
     * How long a cancelled read may take to end. The server may have sent everything already, and a
     * line that trickles then keeps the driver within one batch of rows: the session is given up.
     */
    private static final Duration CANCEL_GRACE = Duration.ofMillis(500);

    /** SQLSTATE of a timeout that the client found. Source: ODBC. */
    private static final String TIMEOUT_EXPIRED = "HYT00";

    private final ZoneId zone;
    private final ScheduledExecutorService deadlines;
    private final MemoryBudget memory;

    /**
     * A reader for one plant.
     *
     * @param zone the plant's zone, in which the source's zoneless times are meant
     * @param deadlines cancels statements that take too long
     * @param memory what a read may take while it runs
     */
    public TableReader(ZoneId zone, ScheduledExecutorService deadlines, MemoryBudget memory) {
        this.zone = zone;
        this.deadlines = deadlines;
        this.memory = memory;
    }

    /** Everything that one run of a plant's query gave: its columns, and a builder of its rows. */
    public record Rows(SourceColumns columns, SnapshotBuilder builder) {}

    /**
     * Reads the plant's query to its end.
     *
     * @return every row the query gave
     * @throws SQLTimeoutException if the deadline passed
     * @throws io.andon.processors.CodedException SOURCE_SCHEMA_DRIFT if the columns do not fit,
     *     SOURCE_TOO_LARGE if the rows do not
     */
    public Rows read(SourceSession session, TablePlan plan, Optional<TableSnapshot> previous)
            throws SQLException {
        long deadline = System.nanoTime() + plan.readDeadline().toNanos();
        try (Statement statement = session.statement(plan.readDeadline())) {
            statement.setFetchSize(FIRST_ROWS);
            Future<?> cancellation = at(plan.readDeadline(), () -> cancel(statement));
            Future<?> end = at(plan.readDeadline().plus(CANCEL_GRACE), session::abort);
            try (ResultSet rows = statement.executeQuery(plan.sql())) {
                return append(rows, plan, previous, session.givesRawText(), deadline);
            } catch (SQLException e) {
                if (System.nanoTime() - deadline < 0) throw e;
                throw new SQLTimeoutException("read deadline passed", TIMEOUT_EXPIRED, e);
            } finally {
                cancellation.cancel(false);
                end.cancel(false);
            }
        }
    }

    /** The value of the plant's probe, or empty when it is null. */
    public static Optional<String> probe(SourceSession session, String sql, Duration deadline)
            throws SQLException {
        try (Statement statement = session.statement(deadline)) {
            try (ResultSet row = statement.executeQuery(sql)) {
                return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
            }
        }
    }

    /** The columns that the plant's query gives, without its rows. */
    public static SourceColumns columns(SourceSession session, TablePlan plan) throws SQLException {
        try (Statement statement = session.statement(plan.readDeadline())) {
            statement.setMaxRows(1);
            try (ResultSet rows = statement.executeQuery(plan.sql())) {
                return SourceColumns.of(rows.getMetaData(), plan.table());
            }
        }
    }

    private Rows append(
            ResultSet rows,
            TablePlan plan,
            Optional<TableSnapshot> previous,
            boolean raw,
            long deadline)
            throws SQLException {
        SourceColumns columns = SourceColumns.of(rows.getMetaData(), plan.table());
        TableSchema schema = columns.schema();
        columns.refuseDrift();
        var builder = new SnapshotBuilder(schema, previous);
        var cells = new CellReader[schema.columns().size()];
        var appenders = new ColumnAppender[cells.length];
        for (int column = 0; column < cells.length; column++) {
            cells[column] = columns.reader(column, zone, raw);
            appenders[column] = builder.appender(column);
        }
        int widest = 0;
        for (int read = 1; rows.next(); read++) {
            int width = 1;
            for (int column = 0; column < cells.length; column++) {
                width += cells[column].copy(rows, appenders[column]);
            }
            if (width > widest) {
                widest = width;
                rows.setFetchSize(Math.clamp(FETCH_BYTES / widest, 1, FETCH_ROWS));
            }
            builder.endRow();
            if (read % ROWS_BETWEEN_CHECKS != 0) continue;
            memory.holds(plan.table(), builder.bytes(), read);
            if (System.nanoTime() - deadline > 0) {
                throw new SQLTimeoutException("read deadline passed after " + read + " rows");
            }
        }
        return new Rows(columns, builder);
    }

    /** On a thread of its own: a silent server keeps whoever cancels or hangs up. */
    private Future<?> at(Duration delay, Runnable task) {
        return deadlines.schedule(
                () -> Thread.startVirtualThread(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static void cancel(Statement statement) {
        try {
            statement.cancel();
        } catch (SQLException _) {
            // The statement ended by itself at this very moment, or its connection is gone: either
            // way the reading thread gets its own error.
        }
    }
}
