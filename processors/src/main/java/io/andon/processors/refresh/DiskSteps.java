package io.andon.processors.refresh;

import static io.andon.processors.refresh.RefreshAttempt.OUTCOME;
import static io.andon.processors.refresh.RefreshAttempt.READ;

import io.andon.cache.DegradedCode;
import io.andon.cache.disk.PlantFolder;
import io.andon.cache.disk.Restored;
import io.andon.cache.disk.TableFolder;
import io.andon.cache.index.IndexBuilder;
import io.andon.cache.index.IndexedSnapshot;
import io.andon.cache.plant.Plant;
import io.andon.cache.plant.TablePlan;
import io.andon.cache.schema.TableName;
import io.andon.cache.snapshot.LotDerivation;
import io.andon.cache.snapshot.TableSnapshot;
import io.andon.cache.store.CompositeStore;
import io.andon.cache.store.Moment;
import io.andon.cache.store.SnapshotStore;
import io.andon.cache.store.TableState;
import io.andon.cache.store.TimeSource;
import io.andon.processors.ExchangeKey;
import io.andon.processors.source.MemoryBudget;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps published versions on disk, and brings them back at a start. What is saved is what was
 * read: the plant's rules derive the rest anew when it is loaded.
 */
public final class DiskSteps {
    private static final Logger LOG = LoggerFactory.getLogger(DiskSteps.class);

    /** Longer than any table may live; keeps a clock far ahead within the monotonic one's range. */
    private static final Duration OLDEST = Duration.ofDays(36_500);

    /** In versions, which are milliseconds: longer than a run shows what it does not save. */
    private static final long UNSAVED_MAX = Duration.ofDays(1).toMillis();

    private static final ExchangeKey<TablePlan> SAVING =
            new ExchangeKey<>("andon.disk.saving", TablePlan.class);

    private final Plant plant;
    private final PlantFolder folder;
    private final SnapshotStore store;
    private final CompositeStore machines;
    private final TimeSource time;
    private final MemoryBudget memory;
    private final DiskObserver observer;
    private final Map<TableName, Table> tables = new LinkedHashMap<>();

    /** A table's folder, what is to be saved there, and who saves now. */
    private static final class Table {
        final TablePlan plan;
        final TableFolder folder;
        final AtomicReference<@Nullable TableSnapshot> unsaved = new AtomicReference<>();

        /** What is being written; may be older than what waits. */
        volatile @Nullable TableSnapshot saving;

        final Semaphore writer = new Semaphore(1);
        boolean rests;
        volatile Optional<Duration> lastSave = Optional.empty();
        volatile OptionalLong freeBytes = OptionalLong.empty();

        Table(TablePlan plan, TableFolder folder) {
            this.plan = plan;
            this.folder = folder;
        }
    }

    public DiskSteps(
            Plant plant,
            PlantFolder folder,
            SnapshotStore store,
            CompositeStore machines,
            TimeSource time,
            MemoryBudget memory,
            DiskObserver observer) {
        this.plant = plant;
        this.folder = folder;
        this.store = store;
        this.machines = machines;
        this.time = time;
        this.memory = memory;
        this.observer = observer;
        for (TablePlan plan : plant.tables())
            tables.put(plan.table(), new Table(plan, folder.table(plant, plan)));
    }

    /**
     * Shows the newest version of every table that an earlier run saved, one after the other: what
     * the budget could not read from the source beside the others is not read from disk either. A
     * version that is published meanwhile is saved one period later.
     */
    public void restore() {
        for (Table table : tables.values()) {
            table.writer.acquireUninterruptibly();
            try {
                restore(table);
            } finally {
                table.writer.release();
            }
        }
        machines.rebuild();
        try {
            for (Table table : tables.values()) table.folder.claim();
        } catch (IOException e) {
            LOG.warn("nothing can be saved to disk: {}", e.toString());
        }
    }

    /**
     * From now on nothing is saved, until {@link #goOn}; waits for saves under way, but for no disk
     * that hangs.
     */
    public void rest(Duration longest) {
        long deadline = System.nanoTime() + longest.toNanos();
        for (Table table : tables.values()) {
            try {
                long left = Math.max(0, deadline - System.nanoTime());
                table.rests = table.writer.tryAcquire(left, TimeUnit.NANOSECONDS);
            } catch (InterruptedException _) { // whoever stops us cannot wait any longer
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Saves again what is published. */
    public void goOn() {
        for (Table table : tables.values()) {
            if (table.rests) table.writer.release();
            table.rests = false;
        }
    }

    /**
     * Goes on where {@code former} rests: with a table's files, and with what waits to be saved.
     */
    public void takeOver(DiskSteps former, TableName name) {
        Table table = table(name);
        Table before = former.table(name);
        table.folder.takeOver(before.folder);
        table.unsaved.set(before.unsaved.get());
        table.lastSave = before.lastSave;
        table.freeBytes = before.freeBytes;
    }

    /** Shows the newest saved version of one table that the plant reads anew. */
    public void restore(TableName name) {
        restore(table(name));
    }

    /** Leaves a version that was published to the route that saves it. */
    public Processor handOver(TablePlan plan) {
        return exchange -> {
            if (RefreshSteps.PUBLISHED.equals(OUTCOME.find(exchange)))
                offer(plan.table(), READ.require(exchange));
        };
    }

    /**
     * Saves the newest version that is not saved yet; else notes when the saved one was last
     * confirmed.
     */
    public Processor saveToDisk(TablePlan plan) {
        return exchange -> {
            SAVING.put(exchange, plan);
            keep(plan.table());
        };
    }

    /** A later version takes the place of one that still waits. */
    void offer(TableName name, TableSnapshot read) {
        table(name).unsaved.set(read);
    }

    /** Returns at once while another caller saves the table, who then also saves what waits. */
    void keep(TableName name) throws IOException {
        Table table = table(name);
        do {
            if (!table.writer.tryAcquire()) return;
            try {
                TableSnapshot unsaved = table.unsaved.get();
                if (unsaved == null) noteVerified(table);
                else save(table, unsaved);
            } finally {
                table.writer.release();
            }
        } while (table.unsaved.get() != null);
    }

    /** The error policy: what was saved before stands; the version waits for the next attempt. */
    public Processor keepSaved() {
        return exchange -> {
            TablePlan plan = SAVING.require(exchange);
            Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
            boolean news = !writeFailed(plan.table());
            store.diskFailed(plan.table(), DegradedCode.SNAPSHOT_WRITE_FAILED, time.now());
            if (news) LOG.warn("{} cannot be saved to disk", plan.table(), failure);
            else LOG.debug("{} can still not be saved to disk", plan.table(), failure);
        };
    }

    /** What is known of every table's saved versions. */
    public List<DiskState> states() {
        return tables.keySet().stream().map(this::state).toList();
    }

    public DiskState state(TableName name) {
        Table table = table(name);
        return new DiskState(
                name, table.folder.kept(), table.folder.aside(), table.lastSave, table.freeBytes);
    }

    /** Heap bytes of the versions that wait for the disk and are shown no more. */
    public long bytesWaiting() {
        return tables.values().stream().mapToLong(this::bytesWaiting).sum();
    }

    private long bytesWaiting(Table table) {
        long shown =
                store.state(table.plan.table()).snapshot().map(IndexedSnapshot::version).orElse(0L);
        return Stream.of(
                        Optional.ofNullable(table.saving), Optional.ofNullable(table.unsaved.get()))
                .flatMap(Optional::stream)
                .distinct()
                .filter(each -> each.version() != shown)
                .mapToLong(TableSnapshot::bytes)
                .sum();
    }

    private Table table(TableName name) {
        Table table = tables.get(name);
        if (table == null) throw new IllegalArgumentException("the plant has no table " + name);
        return table;
    }

    private void save(Table table, TableSnapshot unsaved) throws IOException {
        Moment begun = time.now();
        String outcome = "failed";
        table.saving = unsaved;
        try {
            TableState state = store.state(table.plan.table());
            Instant verified =
                    state.snapshot()
                            .filter(current -> current.version() == unsaved.version())
                            .flatMap(_ -> state.verifiedAt())
                            .map(Moment::wall)
                            .orElse(unsaved.readAt());
            table.folder.save(unsaved, verified, begun.wall());
            outcome = "saved";
        } finally {
            table.saving = null;
            Duration took = time.now().since(begun);
            table.freeBytes = folder.freeBytes();
            observer.saved(table.plan.table(), outcome, took);
            if (outcome.equals("saved")) table.lastSave = Optional.of(took);
        }
        table.unsaved.compareAndSet(unsaved, null);
        store.saved(table.plan.table());
    }

    /** A disk that takes the note again takes versions too. */
    private void noteVerified(Table table) throws IOException {
        TableName name = table.plan.table();
        TableState state = store.state(name);
        Optional<Moment> verified = state.verifiedAt();
        if (state.snapshot().isEmpty() || verified.isEmpty()) return;
        long version = state.snapshot().get().version();
        if (table.folder.verified(version, verified.get().wall()) && writeFailed(name))
            store.saved(name);
    }

    private boolean writeFailed(TableName name) {
        return store.state(name)
                .disk()
                .filter(known -> known.code() == DegradedCode.SNAPSHOT_WRITE_FAILED)
                .isPresent();
    }

    private void restore(Table table) {
        TableName name = table.plan.table();
        try {
            Restored<IndexedSnapshot> restored =
                    table.folder.restore(memory.columnBytesMax(), this::complete);
            know(table, restored.highestVersion());
            restored.refused().forEach(file -> refused(name, file));
            restored.newest()
                    .ifPresent(found -> {
                        store.restore(found.version(), onThisClock(found.saved().verifiedAt()));
                        observer.restored(name, "restored");
                        LOG.info("{} of {} is back from disk", name, found.saved().verifiedAt());
                    });
        } catch (IOException e) {
            LOG.warn("the saved versions of {} cannot be read: {}", name, e.toString());
        }
    }

    /**
     * Goes on after the highest version that an earlier run may have given out, also one that it
     * never saved: none was after this moment, unless the wall clock has been set back since. Where
     * it is behind the highest one on disk, a range is left out, and that is noted, for the next
     * start may find it no other way.
     */
    private void know(Table table, long onDisk) {
        TableName name = table.plan.table();
        long wall = time.now().wall().toEpochMilli();
        if (onDisk < wall) {
            store.known(name, wall);
            return;
        }
        long given = onDisk + UNSAVED_MAX;
        store.known(name, given);
        try {
            table.folder.give(given);
        } catch (IOException e) {
            LOG.warn("{}: which versions were given out cannot be noted: {}", name, e.toString());
        }
    }

    private void refused(TableName name, Restored.RefusedFile file) {
        observer.restored(name, file.why().name().toLowerCase(Locale.ROOT));
        LOG.warn("{} of {} is not served: {}", file.file(), name, file.detail());
        if (file.why().isDamage())
            store.diskFailed(name, DegradedCode.SNAPSHOT_CORRUPT, time.now());
    }

    private IndexedSnapshot complete(TableSnapshot read) {
        return IndexBuilder.index(LotDerivation.complete(read, plant), plant, System::nanoTime);
    }

    /** A wall clock that was set back since makes nothing younger than new. */
    private Moment onThisClock(Instant verifiedAt) {
        Moment now = time.now();
        Duration age = Duration.between(verifiedAt, now.wall());
        if (age.isNegative()) return now;
        Duration bounded = age.compareTo(OLDEST) > 0 ? OLDEST : age;
        return new Moment(verifiedAt, now.nanos() - bounded.toNanos());
    }
}
