package io.andon.cache.column;

import io.andon.cache.schema.ColumnSpec;
import io.andon.cache.schema.ColumnType;
import java.util.Optional;

/**
 * Fills one column. Rows may be taken back from the end, which is how a row is quarantined.
 * Threads: one at a time.
 */
public abstract sealed class ColumnBuilder implements ColumnAppender
        permits BooleanBuilder, DoubleBuilder, KeyBuilder, LongBuilder, TextBuilder {
    /** The largest whole number that every browser tells exactly. */
    private static final long EXACT_MAX = (1L << 53) - 1;

    private final String name;
    private final ColumnType type;
    private int rows;
    private boolean rejected;

    ColumnBuilder(String name, ColumnType type) {
        this.name = name;
        this.type = type;
    }

    /**
     * A builder for a column.
     *
     * @param key trim blank padding, take empty as null, and hold a byte pool
     * @param previous the column of the previous version, whose dictionary is continued
     */
    public static ColumnBuilder of(ColumnSpec spec, boolean key, Optional<Column> previous) {
        return switch (spec.type()) {
            case LONG, TIME -> new LongBuilder(spec.name(), spec.type());
            case DOUBLE -> new DoubleBuilder(spec.name());
            case BOOLEAN -> new BooleanBuilder(spec.name());
            case TEXT -> key ? new KeyBuilder(spec.name()) : new TextBuilder(spec.name(), previous);
        };
    }

    public final int rowCount() {
        return rows;
    }

    /** Whether the last row's value cannot be represented, so that the row must be taken back. */
    public final boolean rejectedLast() {
        return rejected;
    }

    /** Takes the last row back. */
    public final void removeLast() {
        rows--;
        rejected = false;
        clear(rows);
    }

    public abstract boolean isNull(int row);

    /** Heap bytes held now. */
    public abstract long bytes();

    /** The finished column; the builder is spent. */
    public abstract Column build();

    /** Makes room for one more row, and counts it. */
    abstract void grow(int row);

    abstract void putNull(int row);

    abstract void clear(int row);

    @Override
    public final void appendNull() {
        putNull(next());
    }

    @Override
    public void appendText(String value) {
        throw unfit("text");
    }

    @Override
    public void appendLong(long value) {
        throw unfit("a whole number");
    }

    @Override
    public void appendDouble(double value) {
        throw unfit("a number");
    }

    @Override
    public void appendTime(long epochMillis) {
        throw unfit("a time");
    }

    @Override
    public void appendBoolean(boolean value) {
        throw unfit("a boolean");
    }

    final ColumnType type() {
        return type;
    }

    final int next() {
        rejected = false;
        grow(rows);
        return rows++;
    }

    /** Holds null in place of a number that cannot be told exactly. */
    final void reject() {
        appendNull();
        rejected = true;
    }

    static boolean exact(long value) {
        return value >= -EXACT_MAX && value <= EXACT_MAX;
    }

    static boolean exact(double value) {
        return Math.abs(value) <= EXACT_MAX;
    }

    private IllegalArgumentException unfit(String what) {
        return new IllegalArgumentException(
                "column '" + name + "' holds " + type + ", not " + what);
    }
}
