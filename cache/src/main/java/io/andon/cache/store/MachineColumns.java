package io.andon.cache.store;

import io.andon.cache.column.DictionaryColumn;
import io.andon.cache.plant.E10State;

/**
 * What the join adds to the master, a value a machine.
 *
 * @param statusRow the live row that the state comes from, or -1
 * @param qty pieces, each distinct lot once
 * @param trackedInAt the latest track-in in epoch milliseconds, or {@link #NEVER}
 * @param lotStarts lots of machine m stand at {@code lotRows[lotStarts[m], lotStarts[m + 1])}
 * @param lotRows live rows, one a distinct lot
 */
@SuppressWarnings("ArrayRecordComponent") // columns of one view, never compared
record MachineColumns(
        E10State[] states,
        DictionaryColumn stateColumn,
        int[] statusRow,
        long[] qty,
        long[] trackedInAt,
        int[] lotStarts,
        int[] lotRows,
        int orphans,
        int unmapped) {
    static final long NEVER = Long.MIN_VALUE;

    long bytes() {
        return 8L * states.length
                + stateColumn.bytes()
                + 4L * (statusRow.length + lotStarts.length + lotRows.length)
                + 8L * (qty.length + trackedInAt.length);
    }
}
