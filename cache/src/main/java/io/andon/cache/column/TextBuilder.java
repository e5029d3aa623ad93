package io.andon.cache.column;

import io.andon.cache.schema.ColumnType;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fills a text column: codes into a pool of distinct values while reading; the finished column is a
 * dictionary unless more values than a quarter of the rows are distinct.
 *
 * <p>The previous dictionary is continued at its end. When fewer than half of its values, of
 * {@value #REBUILD_FROM} or more, are still in use, a new one holds only those.
 */
final class TextBuilder extends ColumnBuilder {
    static final int REBUILD_FROM = 32;

    private final Utf8 utf8 = new Utf8();
    private final @Nullable Dictionary continued;
    private final TextPool pool;
    private int[] codes = new int[16];

    /** Bytes of every row's text, however often it repeats: what a pool of bytes would hold. */
    private long textBytes;

    TextBuilder(String name, Optional<Column> previous) {
        this(
                name,
                previous.orElse(null) instanceof DictionaryColumn column
                        ? column.dictionary()
                        : null);
    }

    TextBuilder(String name, @Nullable Dictionary continued) {
        super(name, ColumnType.TEXT);
        this.continued = continued;
        pool = continued == null ? new TextPool() : continued.pool().copy();
    }

    @Override
    public void appendText(String value) {
        if (value.isEmpty()) {
            appendNull();
            return;
        }
        utf8.encode(value);
        int code = pool.add(utf8.bytes(), 0, utf8.length());
        int row = next();
        codes[row] = code;
        textBytes += utf8.length();
    }

    void appendNullable(@Nullable String value) {
        if (value == null) appendNull();
        else appendText(value);
    }

    @Override
    public boolean isNull(int row) {
        return codes[row] < 0;
    }

    /** Repeated texts count as often as the finished column will hold them. */
    @Override
    public long bytes() {
        long texts = maybeBytes() ? Math.max(pool.bytesHeld(), textBytes) : pool.bytesHeld();
        return 4L * codes.length + texts;
    }

    private boolean maybeBytes() {
        return pool.size() * 4L > rowCount();
    }

    @Override
    public Column build() {
        BitSet used = used();
        if (used.cardinality() * 4L > rowCount()) return bytesColumn();
        if (pool.size() >= REBUILD_FROM && used.cardinality() * 2L < pool.size())
            return rebuilt(used);
        return buildDictionary();
    }

    DictionaryColumn buildDictionary() {
        Dictionary dictionary =
                continued != null && continued.size() == pool.size()
                        ? continued
                        : new Dictionary(pool, continued);
        return new DictionaryColumn(Codes.pack(codes, rowCount(), pool.size()), dictionary);
    }

    private BitSet used() {
        var used = new BitSet(pool.size());
        for (int row = 0; row < rowCount(); row++) if (codes[row] >= 0) used.set(codes[row]);
        return used;
    }

    private DictionaryColumn rebuilt(BitSet used) {
        int[] kept = used.stream().toArray();
        var moved = new int[pool.size()];
        for (int i = 0; i < kept.length; i++) moved[kept[i]] = i;
        for (int row = 0; row < rowCount(); row++)
            if (codes[row] >= 0) codes[row] = moved[codes[row]];
        return new DictionaryColumn(
                Codes.pack(codes, rowCount(), kept.length), new Dictionary(pool.take(kept), null));
    }

    private BytesColumn bytesColumn() {
        var offsets = new int[rowCount() + 1];
        var nulls = new Nulls.Builder();
        for (int row = 0; row < rowCount(); row++) {
            if (codes[row] < 0) nulls.set(row);
            int length = codes[row] < 0 ? 0 : pool.length(codes[row]);
            offsets[row + 1] = Math.addExact(offsets[row], length);
        }
        var bytes = new byte[offsets[rowCount()]];
        for (int row = 0, at = 0; row < rowCount(); row++)
            if (codes[row] >= 0) at = pool.copyTo(bytes, at, codes[row]);
        return new BytesColumn(bytes, offsets, nulls.build(rowCount()));
    }

    @Override
    void grow(int row) {
        if (row == codes.length) codes = Arrays.copyOf(codes, Sizes.grown(row, row + 1));
    }

    @Override
    void putNull(int row) {
        codes[row] = -1;
    }

    @Override
    void clear(int row) {
        if (codes[row] >= 0) textBytes -= pool.length(codes[row]);
    }
}
