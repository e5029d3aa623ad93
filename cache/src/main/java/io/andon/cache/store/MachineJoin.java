package io.andon.cache.store;

import io.andon.cache.column.BytesColumn;
import io.andon.cache.column.Column;
import io.andon.cache.column.DictionaryColumn;
import io.andon.cache.column.LongColumn;
import io.andon.cache.column.TimeColumn;
import io.andon.cache.index.GroupIndex;
import io.andon.cache.index.IndexedSnapshot;
import io.andon.cache.plant.E10State;
import io.andon.cache.plant.Plant;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The master left joined with the aggregate of the live status: the state of the newest row, the
 * distinct lots, pieces once a lot (the most that any of its rows says), the latest track-in.
 */
final class MachineJoin {
    private static final List<String> STATES =
            Arrays.stream(E10State.values()).map(Enum::name).toList();

    private final IndexedSnapshot status;
    private final @Nullable TimeColumn since;
    private final @Nullable TimeColumn trackedIn;
    private final @Nullable LongColumn pieces;
    private final @Nullable Column lotIds;

    private final int[] statusRow;
    private final long[] qty;
    private final long[] trackedInAt;
    private final int[] lotStarts;
    private final IntArrayList lotRows = new IntArrayList();

    private MachineJoin(IndexedSnapshot status, int machines) {
        this.status = status;
        since = times(status, "since");
        trackedIn = times(status, "tracked_in_at");
        pieces =
                status.snapshot().find("qty").orElse(null) instanceof LongColumn found
                        ? found
                        : null;
        lotIds = status.snapshot().find("lot_id").orElse(null);
        statusRow = new int[machines];
        Arrays.fill(statusRow, -1);
        qty = new long[machines];
        trackedInAt = new long[machines];
        Arrays.fill(trackedInAt, MachineColumns.NEVER);
        lotStarts = new int[machines + 1];
    }

    static MachineColumns join(
            IndexedSnapshot resources, Optional<IndexedSnapshot> status, Plant plant) {
        int machines = resources.rowCount();
        return status.map(live -> new MachineJoin(live, machines).join(resources, plant))
                .orElseGet(() -> without(machines));
    }

    private static MachineColumns without(int machines) {
        var states = new E10State[machines];
        Arrays.fill(states, E10State.OTHER);
        var never = new long[machines];
        Arrays.fill(never, MachineColumns.NEVER);
        var none = new int[machines];
        Arrays.fill(none, -1);
        return new MachineColumns(
                states,
                coded(states),
                none,
                new long[machines],
                never,
                new int[machines + 1],
                new int[0],
                0,
                0);
    }

    private MachineColumns join(IndexedSnapshot resources, Plant plant) {
        GroupIndex groups = status.group().orElseThrow();
        var ids = (BytesColumn) resources.snapshot().column("resource_id");
        int joined = 0;
        for (int machine = 0; machine < statusRow.length; machine++) {
            String id = ids.text(machine);
            OptionalInt group = id == null ? OptionalInt.empty() : groups.groupOf(id);
            if (group.isPresent()) {
                aggregate(machine, groups, group.getAsInt());
                joined++;
            }
            lotStarts[machine + 1] = lotRows.size();
        }
        E10State[] states = states(plant);
        return new MachineColumns(
                states,
                coded(states),
                statusRow,
                qty,
                trackedInAt,
                lotStarts,
                lotRows.toIntArray(),
                groups.groups() - joined,
                unmapped(plant));
    }

    private void aggregate(int machine, GroupIndex groups, int group) {
        var seen = new Object2IntOpenHashMap<String>();
        seen.defaultReturnValue(-1);
        for (int i = 0; i < groups.size(group); i++) {
            int row = groups.row(group, i);
            if (statusRow[machine] < 0 || millis(since, row) > millis(since, statusRow[machine]))
                statusRow[machine] = row;
            trackedInAt[machine] = Math.max(trackedInAt[machine], millis(trackedIn, row));
            String lot = lotIds == null ? null : lotIds.text(row);
            if (lot != null) addLot(seen, lot, row);
        }
        for (int i = lotStarts[machine]; i < lotRows.size(); i++)
            qty[machine] += qty(lotRows.getInt(i));
    }

    private void addLot(Object2IntOpenHashMap<String> seen, String lot, int row) {
        int at = seen.getInt(lot);
        if (at < 0) {
            seen.put(lot, lotRows.size());
            lotRows.add(row);
        } else if (qty(row) > qty(lotRows.getInt(at))) lotRows.set(at, row);
    }

    private E10State[] states(Plant plant) {
        DictionaryColumn raw = DictionaryColumn.encode(status.snapshot().column("state"));
        var mapped = new E10State[raw.dictionary().size() + 1];
        for (int code = 0; code < mapped.length - 1; code++)
            mapped[code] = plant.states().of(raw.dictionary().value(code));
        mapped[mapped.length - 1] = E10State.OTHER;
        var states = new E10State[statusRow.length];
        for (int machine = 0; machine < states.length; machine++)
            states[machine] =
                    statusRow[machine] < 0 ? E10State.OTHER : mapped[raw.code(statusRow[machine])];
        return states;
    }

    /** Machines whose raw code is none of the plant's. */
    private int unmapped(Plant plant) {
        Column raw = status.snapshot().column("state");
        return (int)
                Arrays.stream(statusRow)
                        .filter(row -> row >= 0 && !plant.states().maps(raw.text(row)))
                        .count();
    }

    private static DictionaryColumn coded(E10State[] states) {
        return DictionaryColumn.of(
                STATES, Arrays.stream(states).mapToInt(E10State::code).toArray());
    }

    private long qty(int row) {
        return pieces == null ? 0 : pieces.at(row);
    }

    private static long millis(@Nullable TimeColumn times, int row) {
        return times == null || times.isNull(row) ? MachineColumns.NEVER : times.at(row);
    }

    private static @Nullable TimeColumn times(IndexedSnapshot status, String column) {
        return status.snapshot().find(column).orElse(null) instanceof TimeColumn times
                ? times
                : null;
    }
}
