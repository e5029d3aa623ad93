package io.andon.processors.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.andon.cache.DegradedCode;
import io.andon.cache.index.IndexBuilder;
import io.andon.cache.plant.GateLimits;
import io.andon.cache.plant.HoldTypes;
import io.andon.cache.plant.Plant;
import io.andon.cache.plant.Source;
import io.andon.cache.plant.StateMap;
import io.andon.cache.plant.TablePlan;
import io.andon.cache.schema.ColumnSpec;
import io.andon.cache.schema.ColumnType;
import io.andon.cache.schema.TableName;
import io.andon.cache.schema.TableSchema;
import io.andon.cache.snapshot.SnapshotBuilder;
import io.andon.cache.snapshot.TableSnapshot;
import io.andon.cache.store.Moment;
import io.andon.cache.store.SnapshotStore;
import io.andon.processors.CodedException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Refused row counts: who or what confirms them, and what is remembered. */
final class GatekeeperTest {
    private static final TableName TABLE = TableName.RESOURCE_STATUS;
    private static final TablePlan PLAN =
            new TablePlan(
                    TABLE,
                    "",
                    Optional.empty(),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(90),
                    Duration.ofHours(4),
                    Optional.empty(),
                    true,
                    List.of(),
                    GateLimits.DEFAULT);
    private static final Plant PLANT =
            new Plant(
                    "gates",
                    "Gates",
                    ZoneOffset.UTC,
                    LocalTime.MIDNIGHT,
                    new Source("", ""),
                    List.of(PLAN),
                    new StateMap(Map.of()),
                    new HoldTypes(Set.of()),
                    List.of(),
                    Optional.empty(),
                    List.of());

    private Moment now = new Moment(Instant.parse("2026-11-23T12:00:00Z"), 0);
    private final SnapshotStore store = new SnapshotStore(PLANT, () -> now);
    private final Gatekeeper gates = new Gatekeeper(store);

    @Test
    void threeReadsThatAgreeOverTenMinutesConfirmADrop() {
        publish(1_000);
        assertRefused(100);
        pass(Duration.ofMinutes(5));
        assertRefused(101);
        pass(Duration.ofMinutes(5).minusMillis(1));
        assertRefused(100);
        pass(Duration.ofMillis(1));
        assertAdmitted(100);
    }

    @Test
    void twoReadsConfirmNothingHoweverFarApart() {
        publish(1_000);
        assertRefused(100);
        pass(Duration.ofHours(1));
        assertRefused(100);
        assertAdmitted(100);
    }

    @Test
    void aSourceThatIsStillMovingBeginsAnew() {
        publish(1_000);
        for (int rows = 100; rows < 500; rows += 20) {
            assertRefused(rows);
            pass(Duration.ofMinutes(4));
        }
    }

    @Test
    void aReadThatIsRightBeginsAnew() {
        publish(1_000);
        assertRefused(100);
        pass(Duration.ofMinutes(9));
        assertAdmitted(1_000);
        assertRefused(100);
        pass(Duration.ofMinutes(9));
        assertRefused(100);
        assertRefused(100);
    }

    @Test
    void noReadsConfirmAnEmptyTable() {
        publish(1_000);
        for (int read = 0; read < 100; read++) {
            assertRefused(0, DegradedCode.SOURCE_SUSPECT_EMPTY);
            pass(Duration.ofMinutes(1));
        }
    }

    @Test
    void anAdministratorConfirmsWhatWasSeenForABoundedTime() {
        publish(1_000);
        assertRefused(0, DegradedCode.SOURCE_SUSPECT_EMPTY);
        gates.accept(PLAN, gates.refusal(TABLE).orElseThrow(), now);
        assertRefused(100); // not what was seen
        pass(Duration.ofSeconds(150));
        assertAdmitted(0);
        pass(Duration.ofMillis(1));
        assertRefused(0, DegradedCode.SOURCE_SUSPECT_EMPTY);
    }

    @Test
    void anAcceptedDropMayHaveMovedByOnePercent() {
        publish(1_000);
        assertRefused(200);
        gates.accept(PLAN, gates.refusal(TABLE).orElseThrow(), now);
        assertAdmitted(202);
        assertAdmitted(198);
        assertRefused(203);
        assertRefused(197);
    }

    @Test
    void anAcceptanceEndsWithThePublication() {
        publish(1_000);
        assertRefused(200);
        gates.accept(PLAN, gates.refusal(TABLE).orElseThrow(), now);
        publish(1_000);
        assertRefused(200);
    }

    @Test
    void aRefusalRemembersItsFirstAndItsLastReadAndTheVersionThatStays() {
        long version = publish(1_000);
        Instant first = now.wall();
        assertRefused(100);
        pass(Duration.ofSeconds(30));
        assertRefused(120);
        Refusal refusal = gates.refusal(TABLE).orElseThrow();
        assertThat(refusal.code()).isEqualTo(DegradedCode.SOURCE_SUSPECT_DROP);
        assertThat(refusal.rows()).hasValue(120);
        assertThat(refusal.versionBefore()).hasValue(version);
        assertThat(refusal.rowsBefore()).hasValue(1_000);
        assertThat(refusal.times()).isEqualTo(2);
        assertThat(refusal.firstAt()).isEqualTo(first);
        assertThat(refusal.lastAt()).isEqualTo(first.plusSeconds(30));
        assertThat(refusal.holds()).isTrue();
        publish(1_000);
        assertThat(gates.refusal(TABLE).orElseThrow().endedAt()).hasValue(now.wall());
    }

    @Test
    void everyGateThatRefusesIsNamedAndTheFirstGivesTheCode() {
        publish(1_000);
        var read = new Facts(2, "", Optional.empty(), 100, 50, Map.of(), Map.of());
        assertThatExceptionOfType(CodedException.class)
                .isThrownBy(() -> gates.admit(PLAN, read, now))
                .satisfies(refused ->
                        assertThat(refused.code()).isEqualTo(DegradedCode.SOURCE_SUSPECT_DROP))
                .withMessageContaining("100 rows after 1000")
                .withMessageContaining("column state is missing")
                .withMessageContaining("50 of 100 rows");
    }

    private long publish(int rows) {
        TableSnapshot snapshot = snapshot(rows);
        store.publish(IndexBuilder.index(snapshot, PLANT, System::nanoTime), now);
        gates.published(TABLE, Facts.of(snapshot, "", Map.of()), now);
        return snapshot.version();
    }

    private TableSnapshot snapshot(int rows) {
        var schema =
                new TableSchema(
                        TABLE,
                        List.of(
                                new ColumnSpec("resource_id", ColumnType.TEXT),
                                new ColumnSpec("state", ColumnType.TEXT)));
        var builder = new SnapshotBuilder(schema, Optional.empty());
        IntStream.range(0, rows)
                .forEach(row -> {
                    builder.appender(0).appendText("EQ-" + row);
                    builder.appender(1).appendText("RUN");
                    builder.endRow();
                });
        return builder.build(store.nextVersion(TABLE, now.wall()), now.wall());
    }

    private void assertAdmitted(int rows) {
        gates.admit(PLAN, Facts.of(snapshot(rows), "", Map.of()), now);
    }

    private void assertRefused(int rows) {
        assertRefused(rows, DegradedCode.SOURCE_SUSPECT_DROP);
    }

    private void assertRefused(int rows, DegradedCode code) {
        assertThatExceptionOfType(CodedException.class)
                .isThrownBy(() -> assertAdmitted(rows))
                .satisfies(refused -> {
                    assertThat(refused.code()).isEqualTo(code);
                    gates.refused(
                            TABLE, code, refused.rows(), String.valueOf(refused.getMessage()), now);
                });
    }

    private void pass(Duration time) {
        now = new Moment(now.wall().plus(time), now.nanos() + time.toNanos());
    }
}
