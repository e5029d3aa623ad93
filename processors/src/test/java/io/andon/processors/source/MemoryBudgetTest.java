package io.andon.processors.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.andon.cache.DegradedCode;
import io.andon.cache.plant.GateLimits;
import io.andon.cache.plant.TablePlan;
import io.andon.cache.schema.TableName;
import io.andon.processors.CodedException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

/** What may be held at once, and that a read ends where it would hold more. */
final class MemoryBudgetTest {
    private static final TableName LOTS = TableName.LOTS;
    private static final TableName RESOURCES = TableName.RESOURCES;
    private static final int ROWS = 50_000;

    private final AtomicLong inUse = new AtomicLong();

    @Test
    void aByteThatIsReadCountsThreeTimesBesideWhatIsInUse() {
        var budget = new MemoryBudget(1_000, inUse::get);
        inUse.set(400);
        budget.holds(LOTS, 200, 10);
        assertThat(budget.bytesWanted()).isEqualTo(1_000);
        assertThatExceptionOfType(CodedException.class)
                .isThrownBy(() -> budget.holds(LOTS, 201, 11))
                .satisfies(refused -> {
                    assertThat(refused.code()).isEqualTo(DegradedCode.SOURCE_TOO_LARGE);
                    assertThat(refused.rows()).hasValue(11);
                    assertThat(refused)
                            .hasMessageContaining("after 11 rows 1003 bytes")
                            .hasMessageContaining("1000 may be used");
                });
    }

    @Test
    void readsAtTheSameTimeShareIt() {
        var budget = new MemoryBudget(1_000, inUse::get);
        budget.holds(RESOURCES, 200, 1);
        budget.holds(LOTS, 130, 1);
        assertThatExceptionOfType(CodedException.class)
                .isThrownBy(() -> budget.holds(LOTS, 140, 2));
        // What the refused read held is free again; the other one goes on.
        budget.holds(RESOURCES, 330, 2);
        budget.ended(RESOURCES);
        assertThat(budget.bytesWanted()).isZero();
        budget.holds(LOTS, 333, 3);
    }

    @Test
    void aReadCountsWhatItHoldsNowAndNotWhatItHeldBefore() {
        var budget = new MemoryBudget(1_000, inUse::get);
        for (int bytes = 0; bytes <= 330; bytes += 10) budget.holds(LOTS, bytes, bytes);
        assertThat(budget.bytesWanted()).isEqualTo(990);
    }

    @Test
    void whatCanBeDroppedIsDroppedBeforeAReadIsRefusedAndNotSooner() {
        var kept = new AtomicLong(600);
        var budget = new MemoryBudget(1_000, inUse::get);
        budget.alsoCounts(kept::get, () -> kept.set(0));
        budget.holds(LOTS, 133, 1);
        assertThat(kept).hasValue(600);
        budget.holds(LOTS, 134, 2);
        assertThat(kept).hasValue(0);
        assertThatExceptionOfType(CodedException.class)
                .isThrownBy(() -> budget.holds(LOTS, 334, 3));
    }

    @Test
    void aSavedVersionMayTakeAsMuchAsARead() {
        var budget = new MemoryBudget(1_000, inUse::get);
        inUse.set(100);
        assertThat(budget.columnBytesMax()).isEqualTo(300);
        inUse.set(2_000);
        assertThat(budget.columnBytesMax()).isZero();
    }

    @Test
    void aReadEndsInItsMiddleWhenItWouldHoldTooMuch() throws SQLException {
        var budget = new MemoryBudget(1_000_000, inUse::get);
        var refused = catchThrowableOfType(CodedException.class, () -> read(budget));
        assertThat(refused.code()).isEqualTo(DegradedCode.SOURCE_TOO_LARGE);
        assertThat(refused.rows().orElseThrow()).isBetween(1_000, 20_000);
        assertThat(budget.bytesWanted()).isZero();

        var roomy = new MemoryBudget(100_000_000, inUse::get);
        assertThat(read(roomy)).isEqualTo(ROWS);
        assertThat(roomy.bytesWanted())
                .as("reserved until its version is published or given up")
                .isPositive();
    }

    @Test
    void aReadEndsAtOnceWhereOthersUseEverything() {
        inUse.set(1_000_001);
        var budget = new MemoryBudget(1_000_000, inUse::get);
        var refused = catchThrowableOfType(CodedException.class, () -> read(budget));
        assertThat(refused.code()).isEqualTo(DegradedCode.SOURCE_TOO_LARGE);
        assertThat(refused.rows().orElseThrow()).isLessThan(1_000);
    }

    private static int read(MemoryBudget budget) throws SQLException {
        var database = new JdbcDataSource();
        database.setUrl("jdbc:h2:mem:");
        try (ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor();
                SourceSession session = SourceSession.open(database)) {
            return new TableReader(ZoneOffset.UTC, deadlines, budget)
                    .read(session, plan(), Optional.empty())
                    .builder()
                    .rowCount();
        }
    }

    private static TablePlan plan() {
        return new TablePlan(
                LOTS,
                "SELECT 'LOT' || X AS lot_id, X AS qty, 'WC' AS workcenter, 'P' || MOD(X, 9)"
                        + " AS package FROM SYSTEM_RANGE(1, %d)".formatted(ROWS),
                Optional.empty(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                Duration.ofSeconds(15),
                Duration.ofHours(4),
                Optional.empty(),
                true,
                List.of(),
                GateLimits.DEFAULT);
    }
}
