package io.andon.processors.refresh;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import io.andon.cache.DegradedCode;
import io.andon.cache.column.ColumnAppender;
import io.andon.cache.disk.PlantFolder;
import io.andon.cache.disk.SavedVersion;
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
import io.andon.cache.snapshot.LotDerivation;
import io.andon.cache.snapshot.SnapshotBuilder;
import io.andon.cache.snapshot.TableSnapshot;
import io.andon.cache.store.CompositeStore;
import io.andon.cache.store.Moment;
import io.andon.cache.store.SnapshotStore;
import io.andon.processors.source.MemoryBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that follow each other on one folder, each with clocks of its own. */
final class DiskStepsTest {
    private static final TableName LOTS = TableName.LOTS;
    private static final Instant T0 = Instant.parse("2026-11-23T10:00:00Z");
    private static final Plant PLANT =
            new Plant(
                    "test",
                    "Test",
                    ZoneOffset.UTC,
                    LocalTime.of(7, 30),
                    new Source("jdbc:none", "none"),
                    List.of(
                            new TablePlan(
                                    LOTS,
                                    "SELECT 1",
                                    Optional.empty(),
                                    Duration.ofSeconds(5),
                                    Duration.ofSeconds(60),
                                    Duration.ofSeconds(15),
                                    Duration.ofHours(4),
                                    Optional.empty(),
                                    true,
                                    List.of(),
                                    GateLimits.DEFAULT)),
                    new StateMap(Map.of()),
                    new HoldTypes(Set.of()),
                    List.of(),
                    Optional.empty(),
                    List.of());

    private static final long BUDGET = 1_000_000;

    @TempDir private Path data;

    @Test
    void theAgeCountsOnAcrossARestartAndAnotherMonotonicClock() throws IOException {
        try (var run = new Run(T0, 5)) {
            run.publish(run.read());
            run.steps.keep(LOTS);
            run.pass(Duration.ofSeconds(40));
            run.store.verified(LOTS, run.now);
            run.steps.keep(LOTS);
        }
        try (var run = new Run(T0.plusSeconds(100), Long.MIN_VALUE / 2)) {
            run.steps.restore();
            Moment verifiedAt = run.store.state(LOTS).verifiedAt().orElseThrow();
            assertThat(verifiedAt.wall()).isEqualTo(T0.plusSeconds(40));
            assertThat(run.now.since(verifiedAt)).isEqualTo(Duration.ofSeconds(60));
        }
    }

    @Test
    void aClockThatWasSetBackGivesNoNegativeAgeAndNoVersionTwice() throws IOException {
        long saved;
        try (var run = new Run(T0, 5)) {
            TableSnapshot read = run.read();
            saved = read.version();
            run.publish(read);
            run.steps.keep(LOTS);
        }
        try (var run = new Run(T0.minus(Duration.ofDays(3)), 5)) {
            run.steps.restore();
            Moment verifiedAt = run.store.state(LOTS).verifiedAt().orElseThrow();
            assertThat(run.now.since(verifiedAt)).isZero();
            assertThat(verifiedAt.wall()).isEqualTo(run.now.wall());
            // Later ones may have been shown that were never saved.
            assertThat(run.store.nextVersion(LOTS, run.now.wall())).isGreaterThan(saved + 10_000);
        }
        try (var run = new Run(Instant.parse("9999-12-31T00:00:00Z"), 5)) {
            run.steps.restore();
            assertThat(run.store.find(LOTS).codes()).containsExactly(DegradedCode.CACHE_EXPIRED);
        }
    }

    @Test
    void aVersionThatIsDamagedIsNotGivenOutAgain() throws IOException {
        long saved;
        try (var run = new Run(T0, 5)) {
            TableSnapshot read = run.read();
            saved = read.version();
            run.publish(read);
            run.steps.keep(LOTS);
        }
        Path file = data.resolve("snapshots/test/lots/%d.andon".formatted(saved));
        Files.write(file, List.of("x"));
        byte[] damaged = Files.readAllBytes(file);
        assertThat(damaged).hasSizeLessThan(32);
        try (var run = new Run(T0.minusSeconds(60), 5)) {
            run.steps.restore();
            assertThat(run.observed).containsExactly("lots corrupt");
            assertThat(run.store.state(LOTS).disk().orElseThrow().code())
                    .isEqualTo(DegradedCode.SNAPSHOT_CORRUPT);
            TableSnapshot read = run.read();
            assertThat(read.version()).isGreaterThan(saved);
            run.publish(read);
            assertThat(run.store.find(LOTS).codes()).contains(DegradedCode.SNAPSHOT_CORRUPT);
            run.steps.keep(LOTS);
            assertThat(run.store.find(LOTS).codes()).isEmpty();
        }
    }

    @Test
    void whileADiskStandsStillOneWriterWaitsAndOnlyTheNewestVersionFollows() throws Exception {
        try (var run = new Run(T0, 5)) {
            TableSnapshot first = run.read();
            run.publish(first);
            Thread writer;
            TableSnapshot last;
            synchronized (run.folder) {
                writer = Thread.ofPlatform().start(run::keepQuietly);
                await().atMost(20, SECONDS).until(() -> writer.getState() == Thread.State.BLOCKED);
                run.publish(run.read());
                run.steps.keep(LOTS);
                last = run.read();
                run.publish(last);
                run.steps.keep(LOTS);
                assertThat(writer.getState()).isEqualTo(Thread.State.BLOCKED);
                assertThat(run.store.state(LOTS).snapshot().orElseThrow().version())
                        .isEqualTo(last.version());
                assertThat(run.steps.bytesWaiting())
                        .as("held by the writer alone")
                        .isEqualTo(first.bytes());
            }
            writer.join();
            assertThat(run.steps.bytesWaiting()).isZero();
            assertThat(run.steps.state(LOTS).kept())
                    .extracting(SavedVersion::version)
                    .containsExactly(first.version(), last.version());
        }
    }

    @Test
    void whatCouldNotBeSavedIsSavedWithoutANewVersion() throws IOException {
        Path inTheWay = Files.createFile(data.resolve("snapshots"));
        try (var run = new Run(T0, 5)) {
            run.steps.restore();
            TableSnapshot read = run.read();
            run.publish(read);
            assertThatIOException().isThrownBy(() -> run.steps.keep(LOTS));
            Files.delete(inTheWay);
            run.pass(Duration.ofSeconds(5));
            run.store.verified(LOTS, run.now);
            run.steps.keep(LOTS);
            assertThat(run.observed).containsExactly("lots failed", "lots saved");
            SavedVersion saved = run.steps.state(LOTS).kept().getFirst();
            assertThat(saved.version()).isEqualTo(read.version());
            assertThat(saved.verifiedAt()).isEqualTo(T0.plusSeconds(5));
        }
    }

    @Test
    void aNoteThatCouldNotBeWrittenIsForgivenWithTheNextOneThatCan() throws IOException {
        try (var run = new Run(T0, 5)) {
            TableSnapshot read = run.read();
            run.publish(read);
            run.steps.keep(LOTS);
            long process = ProcessHandle.current().pid();
            Path inTheWay =
                    Files.createDirectory(
                            data.resolve("snapshots/test/lots")
                                    .resolve("%d.%d.tmp".formatted(read.version(), process)));
            Path inside = Files.createFile(inTheWay.resolve("x"));
            run.pass(Duration.ofSeconds(5));
            run.store.verified(LOTS, run.now);
            assertThatIOException().isThrownBy(() -> run.steps.keep(LOTS));
            run.store.diskFailed(LOTS, DegradedCode.SNAPSHOT_WRITE_FAILED, run.now);
            Files.delete(inside);
            Files.delete(inTheWay);
            run.steps.keep(LOTS);
            assertThat(run.store.find(LOTS).codes()).isEmpty();
        }
    }

    @Test
    void whatTheBudgetCouldNotReadBesideTheOthersStaysOnDisk() throws IOException {
        long bytes;
        try (var run = new Run(T0, 5)) {
            run.publish(run.read());
            run.steps.keep(LOTS);
            bytes = run.steps.state(LOTS).kept().getFirst().bytes();
        }
        try (var run = new Run(T0, 5)) {
            run.inUse = BUDGET - 3 * bytes + 1;
            run.steps.restore();
            assertThat(run.observed).containsExactly("lots too_large");
            assertThat(run.store.find(LOTS).codes()).containsExactly(DegradedCode.CACHE_WARMING);
            run.inUse = BUDGET - 3 * bytes;
            run.steps.restore();
            assertThat(run.store.find(LOTS).codes()).isEmpty();
        }
    }

    /** One process's worth of parts on the test's folder. */
    private final class Run implements AutoCloseable {
        final PlantFolder folder = new PlantFolder(data, PLANT.id());
        final ConcurrentLinkedQueue<String> observed = new ConcurrentLinkedQueue<>();
        final SnapshotStore store;
        final DiskSteps steps;
        volatile Moment now;
        volatile long inUse;

        Run(Instant wall, long nanos) {
            now = new Moment(wall, nanos);
            store = new SnapshotStore(PLANT, () -> now);
            steps =
                    new DiskSteps(
                            PLANT,
                            folder,
                            store,
                            new CompositeStore(store, PLANT),
                            () -> now,
                            new MemoryBudget(BUDGET, () -> inUse),
                            new Observed());
        }

        void pass(Duration time) {
            now = new Moment(now.wall().plus(time), now.nanos() + time.toNanos());
        }

        TableSnapshot read() {
            var schema =
                    new TableSchema(
                            LOTS,
                            List.of(
                                    new ColumnSpec("lot_id", ColumnType.TEXT),
                                    new ColumnSpec("qty", ColumnType.LONG),
                                    new ColumnSpec("workcenter", ColumnType.TEXT),
                                    new ColumnSpec("package", ColumnType.TEXT)));
            var rows = new SnapshotBuilder(schema, Optional.empty());
            for (int i = 0; i < 20; i++) {
                rows.appender(0).appendText("L" + i);
                rows.appender(1).appendLong(i);
                for (ColumnAppender text : List.of(rows.appender(2), rows.appender(3)))
                    text.appendText("W" + i % 3);
                rows.endRow();
            }
            return rows.build(store.nextVersion(LOTS, now.wall()), now.wall());
        }

        void publish(TableSnapshot read) {
            TableSnapshot lots = LotDerivation.complete(read, PLANT);
            assertThat(store.publish(IndexBuilder.index(lots, PLANT, System::nanoTime), now))
                    .isTrue();
            steps.offer(LOTS, read);
        }

        void keepQuietly() {
            try {
                steps.keep(LOTS);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void close() throws IOException {
            folder.close();
        }

        private final class Observed implements DiskObserver {
            @Override
            public void saved(TableName table, String outcome, Duration took) {
                observed.add(table + " " + outcome);
            }

            @Override
            public void restored(TableName table, String outcome) {
                observed.add(table + " " + outcome);
            }
        }
    }
}
