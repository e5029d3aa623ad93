package io.andon.processors.source;

import io.andon.cache.DegradedCode;
import io.andon.cache.schema.TableName;
import io.andon.processors.CodedException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * What all versions may take of the heap: those in use, with everything made of them, and those
 * that are being read. A read that would pass it ends before the heap does, so that the last good
 * version serves on. Threads: any.
 */
public final class MemoryBudget {
    /**
     * What becomes of the bytes that are read: they are copied to their exact size while they are
     * still held, and the indices come beside the copy.
     */
    private static final long PEAK = 3;

    private final long bytesMax;
    private final LongSupplier bytesInUse;
    private final Map<TableName, Long> building = new ConcurrentHashMap<>();

    /**
     * A budget.
     *
     * @param bytesInUse the bytes of everything that is published
     */
    public MemoryBudget(long bytesMax, LongSupplier bytesInUse) {
        this.bytesMax = bytesMax;
        this.bytesInUse = bytesInUse;
    }

    /**
     * Counts what a table's read holds so far, until {@link #ended}.
     *
     * @param rows the rows read so far
     * @throws CodedException SOURCE_TOO_LARGE if it would not fit with all the rest
     */
    public void holds(TableName table, long bytes, int rows) {
        building.put(table, bytes * PEAK);
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
        return bytesInUse.getAsLong() + building.values().stream().mapToLong(Long::longValue).sum();
    }
}
