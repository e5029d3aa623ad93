package io.andon.cache.store;

import static io.andon.cache.DegradedCode.CACHE_EXPIRED;
import static io.andon.cache.DegradedCode.CACHE_STALE;
import static io.andon.cache.DegradedCode.CACHE_WARMING;
import static io.andon.cache.DegradedCode.DB_QUERY_TIMEOUT;
import static io.andon.cache.DegradedCode.DB_UNREACHABLE;
import static io.andon.cache.DegradedCode.NOT_FOUND;
import static io.andon.cache.DegradedCode.SNAPSHOT_WRITE_FAILED;
import static io.andon.cache.DegradedCode.SOURCE_STALLED;
import static io.andon.cache.schema.TableName.LOTS;
import static io.andon.cache.schema.TableName.RESOURCES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.andon.cache.DegradedCode;
import io.andon.cache.index.IndexedSnapshot;
import io.andon.cache.oracle.LotRow;
import io.andon.cache.oracle.Lots;
import io.andon.cache.oracle.ManualTime;
import io.andon.cache.oracle.Plants;
import io.andon.cache.store.TableState.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class SnapshotStoreTest {
    private final ManualTime time = new ManualTime();
    private final SnapshotStore store = new SnapshotStore(Plants.of(LOTS), time);

    private static IndexedSnapshot version(long version) {
        return Lots.indexed(List.of(LotRow.of("L", "W", "P", version)), version);
    }

    @Test
    void aLateSlowReadNeverReplacesANewerVersion() {
        IndexedSnapshot newer = version(8);
        assertThat(store.publish(newer, time.now())).isTrue();
        assertThat(store.publish(version(7), time.now())).isFalse();
        assertThat(store.publish(version(8), time.now())).isFalse();
        assertThat(store.publish(newer, time.now())).isFalse();

        assertThat(store.find(LOTS)).isEqualTo(new Lookup.Fresh(newer, time.now()));
        assertThat(store.state(LOTS).publications()).isEqualTo(1);
        assertThat(store.state(LOTS).lastOutcome()).isEqualTo(Outcome.SUPERSEDED);
    }

    @Test
    void versionsAreTheStartOfTheReadAndOnlyRise() {
        Instant start = Instant.ofEpochMilli(1_000);
        assertThat(store.nextVersion(LOTS, start)).isEqualTo(1_000);
        assertThat(store.nextVersion(LOTS, start)).isEqualTo(1_001);
        store.publish(version(5_000), time.now());
        assertThat(store.nextVersion(LOTS, start)).isEqualTo(5_001);
        assertThat(store.nextVersion(LOTS, Instant.ofEpochMilli(9_000))).isEqualTo(9_000);
    }

    @Test
    void aSlowReadThatStartedEarlierLosesToAFastOneThatStartedLater() {
        long slow = store.nextVersion(LOTS, time.now().wall());
        long fast = store.nextVersion(LOTS, time.now().wall());
        assertThat(store.publish(version(fast), time.now())).isTrue();
        assertThat(store.publish(version(slow), time.now())).isFalse();
    }

    @Test
    void aTableNotYetReadIsWarmingSinceTheStart() {
        Instant start = time.now().wall();
        time.pass(Duration.ofMinutes(1));
        assertThat(store.find(LOTS))
                .isEqualTo(new Lookup.Absent(LOTS, CACHE_WARMING, start, Optional.empty()));
    }

    @Test
    void aTableThatTheReadNeverReachedIsAbsentForTheReadsOwnReason() {
        Moment at = time.now();
        time.pass(Duration.ofSeconds(5));
        store.failed(LOTS, DB_UNREACHABLE, at, time.now());
        assertThat(store.find(LOTS))
                .isEqualTo(
                        new Lookup.Absent(
                                LOTS, DB_UNREACHABLE, at.wall(), Optional.of(time.now().wall())));
    }

    @Test
    void aTableThatThePlantHasNotIsNotFound() {
        assertThat(store.find(RESOURCES))
                .isInstanceOfSatisfying(
                        Lookup.Absent.class,
                        absent -> assertThat(absent.why()).isEqualTo(NOT_FOUND));
        assertThatIllegalArgumentException().isThrownBy(() -> store.state(RESOURCES));
    }

    @Test
    void aVersionIsStalePastItsFreshnessAndGonePastItsExpiry() {
        IndexedSnapshot lots = version(1);
        Moment verified = time.now();
        store.publish(lots, verified);
        time.pass(Duration.ofSeconds(15));
        assertThat(store.find(LOTS)).isInstanceOf(Lookup.Fresh.class);
        time.pass(Duration.ofNanos(1));
        assertThat(store.find(LOTS))
                .isEqualTo(
                        new Lookup.Stale(
                                lots,
                                verified,
                                List.of(
                                        new Degradation(
                                                CACHE_STALE,
                                                LOTS,
                                                verified.wall().plusSeconds(15)))));
        time.pass(Duration.ofHours(4));
        assertThat(store.find(LOTS))
                .isEqualTo(
                        new Lookup.Absent(
                                LOTS,
                                CACHE_EXPIRED,
                                verified.wall().plus(Duration.ofHours(4)),
                                Optional.empty()));
        assertThat(store.state(LOTS).snapshot()).contains(lots);
    }

    @Test
    void anExpiredVersionAlsoSaysWhatKeepsItFromBeingRenewed() {
        store.publish(version(1), time.now());
        store.failed(LOTS, DB_UNREACHABLE, time.now(), time.now());
        time.pass(Duration.ofHours(5));
        assertThat(store.find(LOTS).codes()).containsExactly(DB_UNREACHABLE, CACHE_EXPIRED);
    }

    @Test
    void anUnchangedProbeVerifiesTheVersionAnew() {
        store.publish(version(1), time.now());
        store.failed(LOTS, DB_UNREACHABLE, time.now(), time.now());
        time.pass(Duration.ofMinutes(1));
        store.verified(LOTS, time.now());
        assertThat(store.find(LOTS)).isInstanceOf(Lookup.Fresh.class);
        assertThat(store.state(LOTS).lastOutcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(store.state(LOTS).publications()).isEqualTo(1);
    }

    @Test
    void aStepOfTheWallClockAgesNothing() {
        store.publish(version(1), time.now());
        time.stepWall(Duration.ofDays(1));
        assertThat(store.find(LOTS)).isInstanceOf(Lookup.Fresh.class);
        time.stepWall(Duration.ofDays(-3));
        time.pass(Duration.ofSeconds(16));
        assertThat(store.find(LOTS)).isInstanceOf(Lookup.Stale.class);
    }

    @Test
    void aFailureKeepsTheLastGoodVersionAndItsFirstTimeWhileTheCodeHolds() {
        store.publish(version(1), time.now());
        Instant onset = time.now().wall();
        store.failed(LOTS, DB_UNREACHABLE, time.now(), time.now());
        time.pass(Duration.ofSeconds(5));
        store.failed(LOTS, DB_UNREACHABLE, time.now(), time.now());
        assertThat(store.find(LOTS))
                .isInstanceOfSatisfying(
                        Lookup.Stale.class,
                        stale -> {
                            assertThat(stale.pastFresh()).isFalse();
                            assertThat(stale.why())
                                    .containsExactly(new Degradation(DB_UNREACHABLE, LOTS, onset));
                        });
        store.failed(LOTS, DB_QUERY_TIMEOUT, time.now(), time.now());
        assertThat(store.state(LOTS).failure())
                .contains(new Degradation(DB_QUERY_TIMEOUT, LOTS, time.now().wall()));
        store.publish(version(2), time.now());
        assertThat(store.find(LOTS)).isInstanceOf(Lookup.Fresh.class);
    }

    @Test
    void aSavedVersionStandsWithItsTrueAgeUntilARefreshBringsANewerOne() {
        IndexedSnapshot saved = version(7);
        Moment verified = time.now();
        time.pass(Duration.ofMinutes(1));
        store.restore(saved, verified);
        assertThat(store.find(LOTS))
                .isInstanceOfSatisfying(
                        Lookup.Stale.class,
                        stale -> {
                            assertThat(stale.pastFresh()).isTrue();
                            assertThat(stale.verifiedAt()).isEqualTo(verified);
                        });
        assertThat(store.state(LOTS).lastOutcome()).isEqualTo(Outcome.RESTORED);
        assertThat(store.nextVersion(LOTS, Instant.ofEpochMilli(1))).isEqualTo(8);
        assertThat(store.publish(version(8), time.now())).isTrue();
        assertThat(store.find(LOTS)).isInstanceOf(Lookup.Fresh.class);
    }

    @Test
    void aSavedVersionNeverReplacesWhatWasReadMeanwhile() {
        IndexedSnapshot read = version(8);
        store.publish(read, time.now());
        store.restore(version(8), time.now());
        store.restore(version(7), time.now());
        assertThat(store.state(LOTS).snapshot()).contains(read);
        assertThat(store.state(LOTS).publications()).isEqualTo(1);
    }

    @Test
    void aTroubleWithTheDiskOutlivesRefreshesAndEndsWithASave() {
        store.publish(version(1), time.now());
        Instant onset = time.now().wall();
        store.diskFailed(LOTS, SNAPSHOT_WRITE_FAILED, time.now());
        time.pass(Duration.ofSeconds(5));
        store.publish(version(2), time.now());
        store.diskFailed(LOTS, SNAPSHOT_WRITE_FAILED, time.now());
        assertThat(store.find(LOTS))
                .isInstanceOfSatisfying(
                        Lookup.Stale.class,
                        stale -> {
                            assertThat(stale.pastFresh()).isFalse();
                            assertThat(stale.why())
                                    .containsExactly(
                                            new Degradation(SNAPSHOT_WRITE_FAILED, LOTS, onset));
                        });
        store.saved(LOTS);
        assertThat(store.find(LOTS)).isInstanceOf(Lookup.Fresh.class);
    }

    @Test
    void severalReasonsStandInTheOrderOfTheirPriority() {
        var lagging = new SnapshotStore(Plants.lagging(Duration.ofMinutes(10)), time);
        lagging.publish(version(1), time.now());
        time.pass(Duration.ofMinutes(10));
        lagging.verified(LOTS, time.now());
        assertThat(lagging.find(LOTS)).isInstanceOf(Lookup.Fresh.class);
        time.pass(Duration.ofSeconds(16));
        lagging.failed(LOTS, DB_UNREACHABLE, time.now(), time.now());
        assertThat(lagging.find(LOTS))
                .isInstanceOfSatisfying(
                        Lookup.Stale.class,
                        stale -> {
                            assertThat(stale.pastFresh()).isTrue();
                            assertThat(stale.why())
                                    .extracting(Degradation::code)
                                    .containsExactly(DB_UNREACHABLE, SOURCE_STALLED, CACHE_STALE);
                            assertThat(stale.why().get(1).since())
                                    .isEqualTo(version(1).snapshot().asOf().plusSeconds(600));
                        });
    }

    @Test
    void listenersHearOfPublicationsAndOfChangedCodesOnly() {
        List<List<DegradedCode>> heard = new ArrayList<>();
        store.onChange(state -> heard.add(store.find(state.table()).codes()));
        store.check();
        store.publish(version(1), time.now());
        store.verified(LOTS, time.now());
        store.publish(version(1), time.now());
        store.publish(version(2), time.now());
        store.failed(LOTS, DB_UNREACHABLE, time.now(), time.now());
        store.failed(LOTS, DB_UNREACHABLE, time.now(), time.now());
        time.pass(Duration.ofSeconds(16));
        store.check();
        store.check();
        store.verified(LOTS, time.now());
        assertThat(heard)
                .containsExactly(
                        List.of(),
                        List.of(),
                        List.of(DB_UNREACHABLE),
                        List.of(DB_UNREACHABLE, CACHE_STALE),
                        List.of());
    }

    @Test
    void aListenerMayUseTheStore() {
        store.onChange(state -> store.onChange(_ -> {}));
        store.onChange(state -> store.verified(state.table(), time.now()));
        assertThat(store.publish(version(1), time.now())).isTrue();
        assertThat(store.find(LOTS)).isInstanceOf(Lookup.Fresh.class);
    }

    @Test
    void versionsGivenOutAtOnceAreAllDifferentAndTheHighestStays() throws Exception {
        var go = new CountDownLatch(1);
        List<Callable<Long>> reads = new ArrayList<>();
        for (int i = 0; i < 32; i++)
            reads.add(() -> {
                go.await();
                long version = store.nextVersion(LOTS, Instant.ofEpochMilli(100));
                store.publish(version(version), time.now());
                return version;
            });
        Set<Long> versions = new HashSet<>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            List<Future<Long>> running = reads.stream().map(threads::submit).toList();
            go.countDown();
            for (Future<Long> each : running) versions.add(each.get());
        }
        assertThat(versions).hasSize(32);
        assertThat(store.state(LOTS).snapshot().orElseThrow().version()).isEqualTo(131);
    }
}
