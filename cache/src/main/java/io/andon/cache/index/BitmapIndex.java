package io.andon.cache.index;

import io.andon.cache.column.Column;
import io.andon.cache.column.DictionaryColumn;
import java.util.Arrays;
import java.util.BitSet;
import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.RoaringBitmapWriter;

/**
 * The rows of every value of a filter column, null being the last code.
 *
 * <p>Built by a counting sort of the rows and one bulk write a value. A column that is not of
 * dictionary codes is coded here.
 */
public final class BitmapIndex implements DerivedIndex {
    private final Built built;
    private final DictionaryColumn coded;
    private final RoaringBitmap[] rows;
    private final long bytes;

    private BitmapIndex(Built built, DictionaryColumn coded, RoaringBitmap[] rows, long bytes) {
        this.built = built;
        this.coded = coded;
        this.rows = rows;
        this.bytes = bytes;
    }

    static BitmapIndex over(Column column, Built.Watch watch) {
        DictionaryColumn coded = DictionaryColumn.encode(column);
        int values = coded.dictionary().size() + 1;
        int count = coded.rowCount();
        var starts = new int[values + 1];
        for (int row = 0; row < count; row++) starts[coded.code(row) + 1]++;
        for (int code = 0; code < values; code++) starts[code + 1] += starts[code];
        int[] next = Arrays.copyOf(starts, values);
        var sorted = new int[count];
        for (int row = 0; row < count; row++) sorted[next[coded.code(row)]++] = row;
        var empty = new RoaringBitmap();
        var rows = new RoaringBitmap[values];
        long bytes = coded == column ? 0 : coded.bytes();
        for (int code = 0; code < values; code++) {
            boolean none = starts[code] == starts[code + 1];
            rows[code] = none ? empty : written(sorted, starts[code], starts[code + 1]);
            bytes += 8 + (none ? 0 : rows[code].getLongSizeInBytes());
        }
        return new BitmapIndex(watch.stop(), coded, rows, bytes);
    }

    private static RoaringBitmap written(int[] sorted, int from, int to) {
        RoaringBitmapWriter<RoaringBitmap> writer =
                RoaringBitmapWriter.writer().optimiseForArrays().runCompress(false).get();
        for (int i = from; i < to; i++) writer.add(sorted[i]);
        return writer.get();
    }

    /** The column as codes, which {@link #rows} takes. */
    public DictionaryColumn coded() {
        return coded;
    }

    /** The rows of a code; shared by all readers, so never to be changed. */
    public RoaringBitmap rows(int code) {
        return rows[code];
    }

    /** The rows of any of some codes, as a bitmap of the caller's own. */
    public RoaringBitmap union(BitSet codes) {
        var union = new RoaringBitmap();
        codes.stream().forEach(code -> union.or(rows[code]));
        return union;
    }

    @Override
    public Built built() {
        return built;
    }

    @Override
    public long bytes() {
        return bytes;
    }
}
