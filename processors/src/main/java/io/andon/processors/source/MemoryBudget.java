package io.andon.processors.source;

import io.andon.cache.DegradedCode;
import io.andon.cache.schema.TableName;
import io.andon.processors.CodedException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/**
 * What all versions may take of the heap: those in use, with everything made of them, and those
 * that are being read. A read that would pass it ends before the heap does, so that the last good
 * version serves on. The figures are in docs/decisions/0011. Threads: any.
 */
public final class MemoryBudget {
    /**
     * What becomes of a byte that is read: it is copied to its exact size while it is still held,
     * and the indices come beside the copy. Measured: 1.6 to 2.8, by the shape of the table.
     */
    private static final long PEAK = 3;

    private final long bytesMax;
    private final List<LongSupplier> bytesInUse = new CopyOnWriteArrayList<>();
    private final List<Runnable> drops = new CopyOnWriteArrayList<>();
    private final Map<TableName, Long> building = new ConcurrentHashMap<>();

    /**
     * A budget.
     *
     * @param bytesInUse the bytes of what stands
     */
    public MemoryBudget(long bytesMax, LongSupplier bytesInUse) {
        this.bytesMax = bytesMax;
        alsoCounts(bytesInUse);
    }

    /** Counts what something else holds, too. */
    public void alsoCounts(LongSupplier bytes) {
        bytesInUse.add(bytes);
    }

    /** Counts what something else holds, too, which is dropped before a read is refused. */
    public void alsoCounts(LongSupplier bytes, Runnable drop) {
        alsoCounts(bytes);
        drops.add(drop);
    }

    /**
     * Counts what a table's read holds so far, until {@link #ended}.
     *
     * @param rows the rows read so far
     * @throws CodedException SOURCE_TOO_LARGE if it would not fit with all the rest
     */
    public void holds(TableName table, long bytes, int rows) {
        building.put(table, bytes * PEAK);
        if (bytesWanted() > bytesMax) drops.forEach(Runnable::run);
        long wanted = bytesWanted();
        if (wanted <= bytesMax) return;
        ended(table);
        throw CodedException.afterRows(
                DegradedCode.SOURCE_TOO_LARGE,
                "%s: after %d rows %d bytes of memory would be needed, %d may be used"
                        .formatted(table, rows, wanted, bytesMax),
                rows);
    }

    /** The table's version is published or given up. */
    public void ended(TableName table) {
        building.remove(table);
    }

    /** How many bytes of columns a version may have that comes beside all the rest. */
    public long columnBytesMax() {
        return Math.max(0, bytesMax - bytesWanted()) / PEAK;
    }

    /** The bytes in use and reserved for reads under way. */
    public long bytesWanted() {
        return bytesInUse.stream().mapToLong(LongSupplier::getAsLong).sum()
                + building.values().stream().mapToLong(Long::longValue).sum();
    }
}
