package io.andon.cache.store;

import io.andon.cache.DegradedCode;
import io.andon.cache.index.IndexedSnapshot;
import io.andon.cache.plant.Plant;
import io.andon.cache.plant.TablePlan;
import io.andon.cache.schema.TableName;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The last good version of every table of a plant, its age, and what is wrong with it.
 *
 * <p>Threads: any. One reference a table changes by compare-and-set, so a reader sees one whole
 * state. Listeners run on the thread that made the change, with no lock held; two changes at once
 * may reach them in either order, so they look again instead of trusting what they are handed.
 */
public final class SnapshotStore {
    private final Map<TableName, Entry> entries = new HashMap<>();
    private final TimeSource time;
    private final Instant startedAt;
    private final List<Consumer<TableState>> listeners = new CopyOnWriteArrayList<>();

    /** A table's plan and state, and the codes that listeners were last told of. */
    private record Entry(
            TablePlan plan,
            AtomicReference<TableState> state,
            AtomicReference<List<DegradedCode>> announced) {}

    public SnapshotStore(Plant plant, TimeSource time) {
        this.time = time;
        startedAt = time.now().wall();
        for (TablePlan plan : plant.tables())
            entries.put(
                    plan.table(),
                    new Entry(
                            plan,
                            new AtomicReference<>(TableState.initial(plan.table())),
                            new AtomicReference<>(List.of(DegradedCode.CACHE_WARMING))));
    }

    /**
     * The version of a read that starts now: the start in epoch milliseconds, or one more than the
     * last known. No version is given out twice.
     */
    public long nextVersion(TableName table, Instant readStartedAt) {
        return entry(table)
                .state()
                .updateAndGet(old ->
                        old.versionGiven(
                                Math.max(old.lastKnownVersion() + 1, readStartedAt.toEpochMilli())))
                .lastKnownVersion();
    }

    /**
     * Makes {@code next} the current version and clears the table's failure.
     *
     * @return false when an equal or newer version stands, which then stays
     */
    public boolean publish(IndexedSnapshot next, Moment verifiedAt) {
        Entry entry = entry(next.table());
        TableState now = change(entry, old -> old.published(next, verifiedAt));
        boolean published = now.lastOutcome() == TableState.Outcome.PUBLISHED;
        announce(entry, published);
        return published;
    }

    /**
     * Shows a version that an earlier run saved, until a refresh brings one; does nothing if one
     * has. Why a refresh failed meanwhile stays.
     *
     * @param verifiedAt when that run last confirmed it, on this run's monotonic clock
     */
    public void restore(IndexedSnapshot saved, Moment verifiedAt) {
        Entry entry = entry(saved.table());
        TableState now = change(entry, old -> old.restored(saved, verifiedAt));
        announce(entry, now.snapshot().filter(current -> current == saved).isPresent());
    }

    /** Takes a table over as it stands in another store: its version, its age, its troubles. */
    public void takeOver(SnapshotStore former, TableName table) {
        Entry entry = entry(table);
        entry.state().set(former.state(table));
        entry.announced().set(find(table).codes());
    }

    /** Raises the last known version, so that none which an earlier run gave out comes again. */
    public void known(TableName table, long version) {
        entry(table)
                .state()
                .updateAndGet(old -> old.versionGiven(Math.max(old.lastKnownVersion(), version)));
    }

    /** Keeps that saving or loading the table failed: SNAPSHOT_WRITE_FAILED, SNAPSHOT_CORRUPT. */
    public void diskFailed(TableName table, DegradedCode why, Moment at) {
        Entry entry = entry(table);
        change(entry, old -> old.diskFailed(new Degradation(why, table, at.wall())));
        announce(entry, false);
    }

    /** The table was saved, which ends whatever was wrong with the disk. */
    public void saved(TableName table) {
        Entry entry = entry(table);
        change(entry, TableState::diskMended);
        announce(entry, false);
    }

    /** Confirms the current version by an unchanged probe, which also clears a failure. */
    public void verified(TableName table, Moment at) {
        Entry entry = entry(table);
        change(entry, old -> old.verified(at));
        announce(entry, false);
    }

    /** Keeps why a refresh failed; {@code since} stays while the same code holds. */
    public void failed(TableName table, DegradedCode why, Moment at, Moment nextAttemptAt) {
        Entry entry = entry(table);
        var degradation = new Degradation(why, table, at.wall());
        change(entry, old -> old.failed(degradation, nextAttemptAt.wall()));
        announce(entry, false);
    }

    /** A refresh of the table begins; when the next one comes is known once it has ended. */
    public void begins(TableName table) {
        change(entry(table), TableState::begun);
    }

    /** A table whose refresh failed is tried again at another time than it was told. */
    public void rescheduled(TableName table, Moment nextAttemptAt) {
        change(entry(table), old -> old.rescheduled(nextAttemptAt.wall()));
    }

    public TableState state(TableName table) {
        return entry(table).state().get();
    }

    /** The last good version of every table that has one, in no order. */
    public List<IndexedSnapshot> published() {
        return entries.values().stream()
                .flatMap(entry -> entry.state().get().snapshot().stream())
                .toList();
    }

    /** The table's last good version, judged now. */
    public Lookup find(TableName table) {
        Entry entry = entries.get(table);
        return entry == null
                ? new Lookup.Absent(table, DegradedCode.NOT_FOUND, startedAt, Optional.empty())
                : Judgement.of(entry.state().get(), entry.plan(), time.now(), startedAt);
    }

    /** Looks whether time alone changed any table's codes, and tells the listeners. */
    public void check() {
        entries.values().forEach(entry -> announce(entry, false));
    }

    /** Calls back after each publication, and each change of a table's codes. */
    public void onChange(Consumer<TableState> listener) {
        listeners.add(listener);
    }

    private Entry entry(TableName table) {
        Entry entry = entries.get(table);
        if (entry == null) throw new IllegalArgumentException("the plant has no table " + table);
        return entry;
    }

    private static TableState change(Entry entry, UnaryOperator<TableState> by) {
        return entry.state().updateAndGet(by);
    }

    private void announce(Entry entry, boolean published) {
        List<DegradedCode> codes = find(entry.plan().table()).codes();
        boolean changed = !entry.announced().getAndSet(codes).equals(codes);
        if (!published && !changed) return;
        TableState state = entry.state().get();
        listeners.forEach(listener -> listener.accept(state));
    }
}
