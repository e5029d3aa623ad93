package io.andon.cache.store;

import io.andon.cache.column.Column;
import io.andon.cache.column.DictionaryColumn;
import io.andon.cache.column.LongColumn;
import io.andon.cache.column.TimeColumn;
import io.andon.cache.index.IndexedSnapshot;
import io.andon.cache.plant.E10State;
import io.andon.cache.plant.Plant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Every machine of the master with what is known of it now: one composite of exact versions.
 *
 * <p>Shape: a machine is its row in the resources, from 0; columns, not objects. Threads:
 * immutable. Machines that stand only in the live status are not shown but counted as orphans.
 */
public final class MachineView {
    private static final int NONE = -1;

    private final IndexedSnapshot resources;
    private final Optional<IndexedSnapshot> status;
    private final Optional<IndexedSnapshot> lots;
    private final MachineColumns columns;

    private MachineView(
            IndexedSnapshot resources,
            Optional<IndexedSnapshot> status,
            Optional<IndexedSnapshot> lots,
            MachineColumns columns) {
        this.resources = resources;
        this.status = status;
        this.lots = lots;
        this.columns = columns;
    }

    /** Joins one version of each table; without live status every machine is OTHER. */
    public static MachineView compose(
            IndexedSnapshot resources,
            Optional<IndexedSnapshot> status,
            Optional<IndexedSnapshot> lots,
            Plant plant) {
        return new MachineView(resources, status, lots, MachineJoin.join(resources, status, plant));
    }

    /** The versions that this view is made of, and that an answer from it names. */
    public List<IndexedSnapshot> inputs() {
        List<IndexedSnapshot> inputs = new ArrayList<>();
        lots.ifPresent(inputs::add);
        inputs.add(resources);
        status.ifPresent(inputs::add);
        return List.copyOf(inputs);
    }

    public IndexedSnapshot resources() {
        return resources;
    }

    /** The live status; empty for a plant that has none. */
    public Optional<IndexedSnapshot> status() {
        return status;
    }

    /** The lots; empty while there are none, and for a plant that has none. */
    public Optional<IndexedSnapshot> lots() {
        return lots;
    }

    public int machineCount() {
        return resources.rowCount();
    }

    /** How many machines stand in the live status but not in the master. */
    public int orphans() {
        return columns.orphans();
    }

    /** How many machines are OTHER because the plant does not map their code. */
    public int unmapped() {
        return columns.unmapped();
    }

    /** The machine of an id, which matches exactly. */
    public OptionalInt machineOf(String resourceId) {
        return resources.primaryKey().orElseThrow().rowOf(resourceId);
    }

    public E10State state(int machine) {
        return columns.states()[machine];
    }

    /** E10 states as codes, to filter and to count by. */
    public DictionaryColumn stateColumn() {
        return columns.stateColumn();
    }

    /** The plant's own state code; null if there is none. */
    public @Nullable String rawState(int machine) {
        return statusText(machine, "state");
    }

    public @Nullable String reason(int machine) {
        return statusText(machine, "reason");
    }

    /** When the state began; null if unknown. */
    public @Nullable Instant since(int machine) {
        return statusTime(machine, "since");
    }

    /** The row of the live status that the state comes from: the newest by {@code since}. */
    public OptionalInt statusRow(int machine) {
        int row = columns.statusRow()[machine];
        return row == NONE ? OptionalInt.empty() : OptionalInt.of(row);
    }

    /** A text column of that row; null if there is no such row, column or value. */
    public @Nullable String statusText(int machine, String column) {
        int row = columns.statusRow()[machine];
        return row == NONE ? null : statusColumn(column).map(c -> c.text(row)).orElse(null);
    }

    /** A time column of that row; null if there is no such row, column or value. */
    public @Nullable Instant statusTime(int machine, String column) {
        int row = columns.statusRow()[machine];
        return row == NONE ? null : time(statusColumn(column).orElse(null), row);
    }

    /** Distinct lots on the machine. */
    public int lotCount(int machine) {
        return columns.lotStarts()[machine + 1] - columns.lotStarts()[machine];
    }

    /** Pieces on the machine, each lot once. */
    public long qty(int machine) {
        return columns.qty()[machine];
    }

    /** The latest track-in on the machine; null if there is none. */
    public @Nullable Instant trackedInAt(int machine) {
        long latest = columns.trackedInAt()[machine];
        return latest == MachineColumns.NEVER ? null : Instant.ofEpochMilli(latest);
    }

    /** The lots on the machine, latest track-in first, then by id. */
    public List<MachineLot> lotsOn(int machine) {
        List<MachineLot> on = new ArrayList<>();
        for (int i = columns.lotStarts()[machine]; i < columns.lotStarts()[machine + 1]; i++)
            on.add(lotAt(columns.lotRows()[i]));
        on.sort(MachineLot.LATEST_FIRST);
        return List.copyOf(on);
    }

    /**
     * The machines that hold a lot, in the order of the master: by the live status, and where that
     * names none by the lot's own equipment. O(rows of the live status).
     */
    public int[] machinesHolding(String lotId) {
        int[] holding =
                IntStream.range(0, status.map(IndexedSnapshot::rowCount).orElse(0))
                        .filter(row -> lotId.equals(text("lot_id", row)))
                        .mapToObj(row -> text("resource_id", row))
                        .flatMapToInt(id -> id == null ? IntStream.empty() : machineOf(id).stream())
                        .sorted()
                        .distinct()
                        .toArray();
        return holding.length > 0 ? holding : equipmentOf(lotId).stream().toArray();
    }

    private OptionalInt equipmentOf(String lotId) {
        if (lots.isEmpty()) return OptionalInt.empty();
        OptionalInt row = lots.get().primaryKey().orElseThrow().rowOf(lotId);
        Optional<Column> equipment = lots.get().snapshot().find("equipment");
        if (row.isEmpty() || equipment.isEmpty()) return OptionalInt.empty();
        String id = equipment.get().text(row.getAsInt());
        return id == null ? OptionalInt.empty() : machineOf(id);
    }

    private @Nullable String text(String column, int row) {
        return statusColumn(column).map(each -> each.text(row)).orElse(null);
    }

    private MachineLot lotAt(int row) {
        Column ids = statusColumn("lot_id").orElseThrow();
        String id = ids.text(row);
        if (id == null) throw new IllegalStateException("a lot without id");
        Column pieces = statusColumn("qty").orElse(null);
        return new MachineLot(
                id,
                pieces instanceof LongColumn qty && !qty.isNull(row) ? qty.at(row) : null,
                time(statusColumn("tracked_in_at").orElse(null), row),
                statusColumn("tracked_in_by").map(by -> by.text(row)).orElse(null),
                lots.flatMap(IndexedSnapshot::primaryKey)
                        .map(keys -> keys.rowOf(id))
                        .orElse(OptionalInt.empty()));
    }

    /** Heap bytes beyond the inputs' own. */
    public long bytes() {
        return columns.bytes();
    }

    private Optional<Column> statusColumn(String name) {
        return status.flatMap(live -> live.snapshot().find(name));
    }

    private static @Nullable Instant time(@Nullable Column column, int row) {
        return column instanceof TimeColumn times && !times.isNull(row)
                ? Instant.ofEpochMilli(times.at(row))
                : null;
    }
}
