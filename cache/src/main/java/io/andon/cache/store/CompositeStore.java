package io.andon.cache.store;

import io.andon.cache.index.IndexedSnapshot;
import io.andon.cache.plant.Plant;
import io.andon.cache.schema.TableName;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the machines' composite by one reference, which also holds every input's version.
 *
 * <p>Threads: any. A rebuild that meets another returns at once, and the other then runs once more.
 * Until a rebuild ends the former view answers. There is no view before the resources, and the live
 * status if the plant has one, were published; the lots may come later.
 */
public final class CompositeStore {
    private final SnapshotStore store;
    private final Plant plant;
    private final AtomicReference<@Nullable Built> current = new AtomicReference<>();
    private final AtomicInteger wanted = new AtomicInteger();

    /** A view, and how many publications each of its inputs had seen. */
    private record Built(MachineView view, Map<TableName, Long> publications) {}

    public CompositeStore(SnapshotStore store, Plant plant) {
        this.store = store;
        this.plant = plant;
    }

    public Optional<MachineView> current() {
        return Optional.ofNullable(current.get()).map(Built::view);
    }

    /** How many publications of a table the view does not hold yet. */
    public long lag(TableName table) {
        if (plant.table(table).isEmpty()) return 0;
        Built built = current.get();
        long held = built == null ? 0 : built.publications().getOrDefault(table, 0L);
        return Math.max(0, store.state(table).publications() - held);
    }

    /** Heap bytes of these versions and of the view, with what only the view still holds. */
    public long bytesWith(Collection<IndexedSnapshot> published) {
        Set<IndexedSnapshot> held = Collections.newSetFromMap(new IdentityHashMap<>());
        held.addAll(published);
        Optional<MachineView> view = current();
        view.ifPresent(each -> held.addAll(each.inputs()));
        return view.map(MachineView::bytes).orElse(0L)
                + held.stream().mapToLong(IndexedSnapshot::bytes).sum();
    }

    /** Joins what is published now, unless that is what the view is made of already. */
    public void rebuild() {
        if (wanted.getAndIncrement() > 0) return;
        int seen;
        do {
            seen = wanted.get();
            try {
                build();
            } catch (RuntimeException | Error failure) {
                wanted.set(0);
                throw failure;
            }
        } while (!wanted.compareAndSet(seen, 0));
    }

    private void build() {
        Map<TableName, Long> publications = new HashMap<>();
        Optional<IndexedSnapshot> resources = input(TableName.RESOURCES, publications);
        Optional<IndexedSnapshot> status = input(TableName.RESOURCE_STATUS, publications);
        Optional<IndexedSnapshot> lots = input(TableName.LOTS, publications);
        boolean statusMissing =
                status.isEmpty() && plant.table(TableName.RESOURCE_STATUS).isPresent();
        if (resources.isEmpty() || statusMissing) return;
        Built former = current.get();
        if (former != null && former.publications().equals(publications)) return;
        var view = MachineView.compose(resources.get(), status, lots, plant);
        current.set(new Built(view, Map.copyOf(publications)));
    }

    private Optional<IndexedSnapshot> input(TableName table, Map<TableName, Long> publications) {
        if (plant.table(table).isEmpty()) return Optional.empty();
        TableState state = store.state(table);
        publications.put(table, state.publications());
        return state.snapshot();
    }
}
