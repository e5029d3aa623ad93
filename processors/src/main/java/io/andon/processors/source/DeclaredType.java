package io.andon.processors.source;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;

/**
 * What a database declares of a column, as far as a loss of precision can be told from it.
 *
 * @param kind the kind of its values
 * @param digits decimals behind the point of an exact number, or significant binary digits of an
 *     approximate one; {@link #OPEN} where nothing is declared
 */
public record DeclaredType(Kind kind, int digits) {
    /** As many digits as a value has. */
    public static final int OPEN = Integer.MAX_VALUE;

    private static final int SINGLE_BITS = 24;
    private static final int DOUBLE_BITS = 53;

    /** Kinds of values; a number of no kind of its own is text. */
    public enum Kind {
        WHOLE,
        EXACT,
        APPROXIMATE,
        FLAG,
        TIME,
        TEXT
    }

    static DeclaredType of(ResultSetMetaData meta, int index) throws SQLException {
        return switch (meta.getColumnType(index)) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT ->
                    new DeclaredType(Kind.WHOLE, 0);
            case Types.NUMERIC, Types.DECIMAL ->
                    new DeclaredType(
                            Kind.EXACT,
                            meta.getPrecision(index) == 0 ? OPEN : meta.getScale(index));
            case Types.REAL -> new DeclaredType(Kind.APPROXIMATE, SINGLE_BITS);
            case Types.FLOAT, Types.DOUBLE -> new DeclaredType(Kind.APPROXIMATE, DOUBLE_BITS);
            case Types.BIT, Types.BOOLEAN -> new DeclaredType(Kind.FLAG, 0);
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE, Types.DATE ->
                    new DeclaredType(Kind.TIME, 0);
            default -> new DeclaredType(Kind.TEXT, OPEN);
        };
    }

    /**
     * Whether every value of this type is told as well by the other, and as the same thing.
     *
     * @param whole whether the column takes whole numbers alone, whatever else could stand there
     */
    public boolean keptBy(DeclaredType other, boolean whole) {
        boolean wider = kind == Kind.WHOLE && other.kind == Kind.EXACT;
        boolean alike = whole && isExact() && other.isExact();
        return wider || alike || (kind == other.kind && digits <= other.digits);
    }

    private boolean isExact() {
        return kind == Kind.WHOLE || kind == Kind.EXACT;
    }

    @Override
    public String toString() {
        return switch (kind) {
            case EXACT -> digits == OPEN ? "exact" : "exact to %d decimals".formatted(digits);
            case APPROXIMATE -> "approximate to %d bits".formatted(digits);
            case WHOLE -> "whole";
            case FLAG -> "a flag";
            case TIME -> "a time";
            case TEXT -> "text";
        };
    }
}
