package io.andon.cache.column;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.BitSet;
import java.util.List;

/**
 * A column as the plain arrays of its {@link ColumnForm}, to be written and read in bulk.
 *
 * @param parts over arrays, not copies of them: who reads a column's parts must not change them,
 *     and who makes a column of parts gives their arrays away
 */
public record ColumnImage(ColumnForm form, List<Buffer> parts) {
    public ColumnImage {
        parts = List.copyOf(parts);
    }

    public static ColumnImage of(Column column) {
        return switch (column) {
            case LongColumn whole ->
                    image(
                            ColumnForm.WHOLE,
                            LongBuffer.wrap(whole.values()),
                            LongBuffer.wrap(whole.nulls().words()));
            case DoubleColumn number ->
                    image(
                            ColumnForm.NUMBER,
                            DoubleBuffer.wrap(number.values()),
                            LongBuffer.wrap(number.nulls().words()));
            case TimeColumn time ->
                    image(
                            ColumnForm.TIME,
                            LongBuffer.wrap(time.values()),
                            LongBuffer.wrap(time.nulls().words()));
            case BooleanColumn flag ->
                    image(
                            ColumnForm.FLAG,
                            LongBuffer.wrap(flag.words()),
                            LongBuffer.wrap(flag.nulls().words()));
            case BytesColumn text ->
                    image(
                            ColumnForm.POOL,
                            IntBuffer.wrap(text.offsets()),
                            ByteBuffer.wrap(text.pool()),
                            LongBuffer.wrap(text.nulls().words()));
            case DictionaryColumn coded -> {
                TextPool pool = coded.dictionary().pool();
                yield image(ColumnForm.CODES, coded.codes().array(), pool.offsets(), pool.texts());
            }
        };
    }

    /** An array of so many elements, to be filled and made part of an image. */
    public static Buffer array(ColumnForm form, int part, int width, int length) {
        return switch (width) {
            case Byte.BYTES -> ByteBuffer.allocate(length);
            case Character.BYTES -> CharBuffer.allocate(length);
            case Integer.BYTES -> IntBuffer.allocate(length);
            default ->
                    form == ColumnForm.NUMBER && part == 0
                            ? DoubleBuffer.allocate(length)
                            : LongBuffer.allocate(length);
        };
    }

    /**
     * The column of these arrays.
     *
     * @throws IllegalArgumentException if they are not a column of so many rows
     */
    public Column column(int rows) {
        return switch (form) {
            case WHOLE -> new LongColumn(longs(rows), nulls(rows));
            case NUMBER -> new DoubleColumn(doubles(rows), nulls(rows));
            case TIME -> new TimeColumn(longs(rows), nulls(rows));
            case FLAG -> new BooleanColumn(rows, bits(rows), nulls(rows));
            case POOL -> pool(rows);
            case CODES -> codes(rows);
        };
    }

    private static ColumnImage image(ColumnForm form, Buffer... parts) {
        return new ColumnImage(form, List.of(parts));
    }

    private long[] longs(int rows) {
        long[] values = part(0, LongBuffer.class).array();
        require(values.length == rows);
        return values;
    }

    private double[] doubles(int rows) {
        double[] values = part(0, DoubleBuffer.class).array();
        require(values.length == rows);
        return values;
    }

    private BitSet bits(int rows) {
        long[] words = part(0, LongBuffer.class).array();
        require(words.length == Nulls.words(rows));
        BitSet bits = BitSet.valueOf(words);
        require(bits.length() <= rows);
        return bits;
    }

    private Nulls nulls(int rows) {
        long[] words = part(parts.size() - 1, LongBuffer.class).array();
        if (words.length == 0) return Nulls.NONE;
        require(words.length == Nulls.words(rows));
        require(rows % Long.SIZE == 0 || words[words.length - 1] >>> rows % Long.SIZE == 0);
        return new Nulls(words);
    }

    private BytesColumn pool(int rows) {
        int[] offsets = part(0, IntBuffer.class).array();
        byte[] pool = part(1, ByteBuffer.class).array();
        require(offsets.length == rows + 1);
        requireAscending(offsets, pool.length);
        return new BytesColumn(pool, offsets, nulls(rows));
    }

    private DictionaryColumn codes(int rows) {
        int[] offsets = part(1, IntBuffer.class).array();
        byte[] texts = part(2, ByteBuffer.class).array();
        requireAscending(offsets, texts.length);
        var dictionary = new Dictionary(new TextPool(texts, offsets), null);
        Codes codes = Codes.over(parts.getFirst(), dictionary.size());
        require(codes.rowCount() == rows);
        return new DictionaryColumn(codes, dictionary);
    }

    private <B extends Buffer> B part(int part, Class<B> type) {
        return type.cast(parts.get(part));
    }

    private static void requireAscending(int[] offsets, int end) {
        require(offsets.length > 0 && offsets[0] == 0 && offsets[offsets.length - 1] == end);
        for (int i = 1; i < offsets.length; i++) require(offsets[i - 1] <= offsets[i]);
    }

    private static void require(boolean fits) {
        if (!fits) throw new IllegalArgumentException("the arrays are not a column");
    }
}
