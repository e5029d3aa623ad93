package io.andon.processors.source;

import io.andon.cache.column.ColumnAppender;
import io.andon.cache.schema.ColumnType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.ZoneId;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/** Copies one column of the present row into its appender. */
interface CellReader {
    /** 2^63. */
    double WIDEST = 0x1p63;

    /** About the bytes that a driver holds for anything but a text. */
    int NUMBER_BYTES = 16;

    /**
     * Copies the value.
     *
     * @return about how many bytes the driver held for it
     */
    int copy(ResultSet row, ColumnAppender to) throws SQLException;

    /**
     * A copier for columns of that type.
     *
     * @param index the column's place in the result, from 1
     * @param zone in which a time without a zone is meant
     */
    static CellReader of(ColumnType type, int index, ZoneId zone) {
        return switch (type) {
            case TEXT -> (row, to) -> text(row.getString(index), to);
            case LONG -> (row, to) -> whole(row, index, to);
            case DOUBLE ->
                    (row, to) -> {
                        double value = row.getDouble(index);
                        if (row.wasNull()) to.appendNull();
                        else to.appendDouble(value);
                        return NUMBER_BYTES;
                    };
            case BOOLEAN ->
                    (row, to) -> {
                        boolean value = row.getBoolean(index);
                        if (row.wasNull()) to.appendNull();
                        else to.appendBoolean(value);
                        return NUMBER_BYTES;
                    };
            case TIME -> times(index, zone);
        };
    }

    /**
     * A copier of whole numbers from a column that may hold fractions: such a value, like one too
     * wide, becomes the widest number, which the builder quarantines.
     */
    static CellReader wholeOfAnyNumber(int index) {
        return (row, to) -> {
            BigDecimal value;
            try {
                value = row.getBigDecimal(index);
            } catch (SQLException e) {
                to.appendLong(beyondExact(row, index, e));
                return NUMBER_BYTES;
            }
            if (value == null) to.appendNull();
            else to.appendLong(exact(value));
            return NUMBER_BYTES;
        };
    }

    /**
     * A copier of text whose bytes the database never looked at: those that are no UTF-8 become
     * U+FFFD.
     */
    static CellReader rawText(int index) {
        return (row, to) -> {
            byte[] bytes = row.getBytes(index);
            return text(bytes == null ? null : new String(bytes, StandardCharsets.UTF_8), to);
        };
    }

    private static long exact(BigDecimal value) {
        try {
            return value.longValueExact();
        } catch (ArithmeticException _) {
            return Long.MAX_VALUE;
        }
    }

    private static int text(@Nullable String value, ColumnAppender to) {
        if (value == null) {
            to.appendNull();
            return 0;
        }
        to.appendText(value);
        return NUMBER_BYTES + value.length();
    }

    private static int whole(ResultSet row, int index, ColumnAppender to) throws SQLException {
        long value;
        try {
            value = row.getLong(index);
        } catch (SQLException e) {
            value = beyondExact(row, index, e);
        }
        if (row.wasNull()) to.appendNull();
        else to.appendLong(value);
        return NUMBER_BYTES;
    }

    /**
     * A number too wide for 64 bits, or none (exact numbers of PostgreSQL may be NaN or infinite),
     * becomes the widest, which the builder quarantines.
     */
    private static long beyondExact(ResultSet row, int index, SQLException cause)
            throws SQLException {
        double value = row.getDouble(index);
        if (row.wasNull() || Math.abs(value) < WIDEST) throw cause;
        return value < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    private static CellReader times(int index, ZoneId zone) {
        Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone(zone));
        return (row, to) -> {
            Timestamp value = row.getTimestamp(index, calendar);
            if (value == null) to.appendNull();
            else to.appendTime(value.getTime());
            return NUMBER_BYTES;
        };
    }
}
