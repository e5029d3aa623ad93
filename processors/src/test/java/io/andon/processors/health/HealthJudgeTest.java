package io.andon.processors.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.cache.Action;
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
import io.andon.cache.store.Degradation;
import io.andon.cache.store.Moment;
import io.andon.cache.store.SnapshotStore;
import io.andon.processors.health.Health.State;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From tables and vitals to a state and what helps. */
class HealthJudgeTest {
    private static final TableName TABLE = TableName.RESOURCE_STATUS;
    private static final Duration PERIOD = Duration.ofSeconds(30);
    private static final TablePlan PLAN =
            new TablePlan(
                    TABLE,
                    "",
                    Optional.empty(),
                    PERIOD,
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(90),
                    Duration.ofHours(4),
                    Optional.empty(),
                    true,
                    List.of(),
                    GateLimits.DEFAULT);
    private static final Plant PLANT =
            new Plant(
                    "health",
                    "Health",
                    ZoneOffset.UTC,
                    LocalTime.MIDNIGHT,
                    new Source("", ""),
                    List.of(PLAN),
                    new StateMap(Map.of()),
                    new HoldTypes(Set.of()),
                    List.of(),
                    Optional.empty(),
                    List.of());

    private Moment now = new Moment(Instant.parse("2026-11-24T06:00:00Z"), 0);
    private final SnapshotStore store = new SnapshotStore(PLANT, () -> now);
    private boolean beats = true;
    private boolean poolStuck;
    private final List<Degradation> beside = new ArrayList<>();
    private final HealthJudge judge =
            new HealthJudge(
                    PLANT,
                    store,
                    () -> now,
                    new Vitals() {
                        @Override
                        public boolean beats() {
                            return beats;
                        }

                        @Override
                        public boolean poolStuck() {
                            return poolStuck;
                        }

                        @Override
                        public List<Degradation> reasons() {
                            return beside;
                        }
                    });

    @BeforeEach
    void publish() {
        var schema =
                new TableSchema(
                        TABLE,
                        List.of(
                                new ColumnSpec("resource_id", ColumnType.TEXT),
                                new ColumnSpec("state", ColumnType.TEXT)));
        var builder = new SnapshotBuilder(schema, Optional.empty());
        builder.appender(0).appendText("EQ-1");
        builder.appender(1).appendText("RUN");
        builder.endRow();
        var snapshot = builder.build(store.nextVersion(TABLE, now.wall()), now.wall());
        store.publish(IndexBuilder.index(snapshot, PLANT, System::nanoTime), now);
    }

    @Test
    void withEveryTableFreshAllIsWell() {
        assertHealth(State.UP, Action.NONE, false);
        assertThat(judge.judge().reasons()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "DB_UNREACHABLE, WAIT",
        "DB_AUTH_FAILED, FIX_CONFIG",
        "DB_POOL_EXHAUSTED, WAIT",
        "SOURCE_SUSPECT_DROP, PAGE",
        "DB_QUERY_ERROR, FIX_CONFIG"
    })
    void aTableInTroubleNeverAsksForARestart(DegradedCode code, Action action) {
        store.failed(TABLE, code, now, now);
        for (Duration later : List.of(Duration.ZERO, Duration.ofMinutes(10), Duration.ofHours(5))) {
            now = new Moment(now.wall().plus(later), now.nanos() + later.toNanos());
            store.check();
            assertThat(judge.judge().restartHelps()).isFalse();
            assertThat(judge.judge().recommendedAction()).isEqualTo(action);
            assertThat(judge.isLive()).isTrue();
        }
        assertThat(judge.judge().state()).isEqualTo(State.DOWN);
    }

    @Test
    void aPoolThatWillNotGetItsConnectionsBackAsksForARestart() {
        poolStuck = true;
        beside.add(new Degradation(DegradedCode.DB_POOL_EXHAUSTED, TABLE, now.wall()));
        assertHealth(State.DEGRADED, Action.RESTART, true);
        assertThat(judge.isLive()).isTrue();
    }

    @Test
    void aProcessThatStandsStillAsksForARestart() {
        beats = false;
        assertHealth(State.DOWN, Action.RESTART, true);
        assertThat(judge.isLive()).isFalse();
    }

    @Test
    void reasonsStandInTheOrderOfTheirPriorityAndTheFirstSaysWhatToDo() {
        store.failed(TABLE, DegradedCode.SOURCE_SUSPECT_DROP, now, now);
        beside.add(new Degradation(DegradedCode.INTERNAL, TABLE, now.wall()));
        beside.add(new Degradation(DegradedCode.CIRCUIT_BREAKER_OPEN, TABLE, now.wall()));
        assertThat(judge.judge().reasons())
                .extracting(Degradation::code)
                .containsExactly(
                        DegradedCode.CIRCUIT_BREAKER_OPEN,
                        DegradedCode.SOURCE_SUSPECT_DROP,
                        DegradedCode.INTERNAL);
        assertHealth(State.DEGRADED, Action.WAIT, false);
    }

    @Test
    void goingDownIsSaidBeforeAnythingElse() {
        beats = false;
        judge.drain();
        assertThat(judge.judge().state()).isEqualTo(State.DRAINING);
    }

    private void assertHealth(State state, Action action, boolean restartHelps) {
        Health health = judge.judge();
        assertThat(health.state()).isEqualTo(state);
        assertThat(health.recommendedAction()).isEqualTo(action);
        assertThat(health.restartHelps()).isEqualTo(restartHelps);
    }
}
