package io.andon.cache.store;

import static io.andon.cache.schema.TableName.LOTS;
import static io.andon.cache.schema.TableName.RESOURCES;
import static io.andon.cache.schema.TableName.RESOURCE_STATUS;
import static org.assertj.core.api.Assertions.assertThat;

import io.andon.cache.index.IndexedSnapshot;
import io.andon.cache.oracle.LotRow;
import io.andon.cache.oracle.Lots;
import io.andon.cache.oracle.MachineRow;
import io.andon.cache.oracle.Machines;
import io.andon.cache.oracle.ManualTime;
import io.andon.cache.oracle.Plants;
import io.andon.cache.oracle.StatusRow;
import io.andon.cache.plant.E10State;
import io.andon.cache.plant.Plant;
import io.andon.cache.query.MachineFilter;
import io.andon.cache.query.MachineQueries;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

final class CompositeStoreTest {
    private final ManualTime time = new ManualTime();
    private final Plant plant = Plants.full();
    private final SnapshotStore store = new SnapshotStore(plant, time);
    private final CompositeStore composite = new CompositeStore(store, plant);

    private static IndexedSnapshot resources(long version) {
        List<MachineRow> rows = new ArrayList<>();
        for (int i = 0; i < version; i++) rows.add(MachineRow.of("M" + i, "W"));
        return Machines.resources(rows, version);
    }

    private static IndexedSnapshot status(long version) {
        List<StatusRow> rows = new ArrayList<>();
        for (int i = 0; i < version; i++) rows.add(StatusRow.of("M" + i, "RUN", "L" + i, 1));
        return Machines.status(rows, version);
    }

    private static IndexedSnapshot lots(long version) {
        List<LotRow> rows = new ArrayList<>();
        for (int i = 0; i < version; i++) rows.add(LotRow.of("L" + i, "W", "P", 1));
        return Lots.indexed(rows, version);
    }

    private void publish(IndexedSnapshot next) {
        store.publish(next, time.now());
        composite.rebuild();
    }

    @Test
    void thereIsNoViewBeforeMachinesAndTheirLiveStatus() {
        composite.rebuild();
        assertThat(composite.current()).isEmpty();
        publish(resources(2));
        assertThat(composite.current()).isEmpty();
        publish(status(2));
        assertThat(composite.current()).isPresent();
    }

    @Test
    void thereIsNoViewWithoutMachines() {
        publish(status(2));
        publish(lots(2));
        assertThat(composite.current()).isEmpty();
    }

    @Test
    void lotsJoinWhenTheyCome() {
        publish(resources(2));
        publish(status(2));
        MachineView before = composite.current().orElseThrow();
        assertThat(before.lots()).isEmpty();
        assertThat(before.lotsOn(0).getFirst().lotRow()).isEmpty();
        publish(lots(2));
        MachineView after = composite.current().orElseThrow();
        assertThat(after.lotsOn(0).getFirst().lotRow()).hasValue(0);
        assertThat(before.lots()).isEmpty();
    }

    @Test
    void whatOnlyTheViewStillHoldsCountsUntilItIsRebuilt() {
        IndexedSnapshot machines = resources(2);
        IndexedSnapshot former = status(2);
        publish(machines);
        publish(former);
        long view = composite.current().orElseThrow().bytes();
        assertThat(composite.bytesWith(store.published()))
                .isEqualTo(machines.bytes() + former.bytes() + view);
        IndexedSnapshot next = status(3);
        store.publish(next, time.now());
        assertThat(composite.bytesWith(store.published()))
                .isEqualTo(machines.bytes() + former.bytes() + next.bytes() + view);
        composite.rebuild();
        assertThat(composite.bytesWith(store.published()))
                .isEqualTo(
                        machines.bytes()
                                + next.bytes()
                                + composite.current().orElseThrow().bytes());
    }

    @Test
    void aPlantWithoutLiveStatusStillHasItsMachines() {
        Plant masterOnly = Plants.of(RESOURCES);
        var onlyStore = new SnapshotStore(masterOnly, time);
        var only = new CompositeStore(onlyStore, masterOnly);
        onlyStore.publish(resources(3), time.now());
        only.rebuild();
        assertThat(only.current().orElseThrow().machineCount()).isEqualTo(3);
        assertThat(only.lag(LOTS)).isZero();
    }

    @Test
    void aComposedAnswerNamesEveryVersionItUsed() {
        publish(resources(1));
        publish(status(2));
        publish(lots(3));
        assertThat(composite.current().orElseThrow().inputs())
                .extracting(input -> input.table() + "=" + input.version())
                .containsExactly("lots=3", "resources=1", "resource_status=2");
    }

    @Test
    void nothingIsRebuiltWhenNothingWasPublished() {
        publish(resources(1));
        publish(status(1));
        MachineView view = composite.current().orElseThrow();
        composite.rebuild();
        assertThat(composite.current().orElseThrow()).isSameAs(view);
    }

    @Test
    void lagIsCountedInPublications() {
        publish(resources(1));
        publish(status(1));
        assertThat(composite.lag(RESOURCE_STATUS)).isZero();
        store.publish(status(5), time.now());
        store.publish(status(900), time.now());
        assertThat(composite.lag(RESOURCE_STATUS)).isEqualTo(2);
        assertThat(composite.lag(LOTS)).isZero();
        composite.rebuild();
        assertThat(composite.lag(RESOURCE_STATUS)).isZero();
    }

    /** Each version n of an input has n rows, so figures that mix two versions show. */
    @Test
    void readersNeverSeeFiguresOfTwoVersionsOfATable() throws Exception {
        publish(resources(1));
        publish(status(1));
        var done = new AtomicBoolean();
        var go = new CountDownLatch(1);
        Callable<Long> reader =
                () -> {
                    go.await();
                    long answers = 0;
                    long last = 0;
                    while (!done.get() || answers == 0) {
                        MachineView view = composite.current().orElseThrow();
                        last = checked(view, last);
                        answers++;
                    }
                    return answers;
                };
        try (var threads = Executors.newFixedThreadPool(5)) {
            List<Future<Long>> readers = List.of(threads.submit(reader), threads.submit(reader));
            List<Future<?>> writers = new ArrayList<>();
            writers.add(threads.submit(() -> publishAll(go, CompositeStoreTest::resources)));
            writers.add(threads.submit(() -> publishAll(go, CompositeStoreTest::status)));
            writers.add(threads.submit(() -> publishAll(go, CompositeStoreTest::lots)));
            go.countDown();
            for (Future<?> writer : writers) writer.get();
            done.set(true);
            for (Future<Long> each : readers) assertThat(each.get()).isPositive();
        }
        MachineView last = composite.current().orElseThrow();
        assertThat(last.inputs()).allSatisfy(in -> assertThat(in.version()).isEqualTo(150));
    }

    private boolean publishAll(CountDownLatch go, LongFunction<IndexedSnapshot> make)
            throws InterruptedException {
        go.await();
        for (long version = 2; version <= 150; version++) publish(make.apply(version));
        return true;
    }

    /** Fails unless every figure is that of the versions the view names; they only rise. */
    private long checked(MachineView view, long last) {
        long machines = view.resources().version();
        long live = view.status().orElseThrow().version();
        assertThat(machines + live).isGreaterThanOrEqualTo(last);
        assertThat(view.machineCount()).isEqualTo((int) machines);
        assertThat(view.orphans()).isEqualTo((int) Math.max(0, live - machines));
        assertThat(new MachineQueries(view, plant).kpi(MachineFilter.NONE).byState())
                .containsEntry(E10State.PRD, Math.min(live, machines));
        Optional<IndexedSnapshot> lots = view.lots();
        lots.ifPresent(of ->
                assertThat(
                                new MachineQueries(view, plant)
                                        .cards().stream()
                                                .mapToLong(card ->
                                                        card.lots() == null ? 0 : card.lots())
                                                .sum())
                        .isEqualTo(of.version()));
        return machines + live;
    }
}
