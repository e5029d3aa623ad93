package io.andon.processors.history;

import io.andon.cache.DegradedCode;
import io.andon.processors.CodedException;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row as the driver gave it, read by column name whatever its case and whichever of a driver's
 * types a value has. A missing column is null. A time without a zone is the plant's.
 */
public final class SourceRow {
    private final Map<String, @Nullable Object> values = new HashMap<>();
    private final ZonedColumns zoned;
    private final ZoneId zone;

    public SourceRow(Map<String, ? extends @Nullable Object> row, ZonedColumns zoned, ZoneId zone) {
        row.forEach((name, value) -> values.put(name.toLowerCase(Locale.ROOT), value));
        this.zoned = zoned;
        this.zone = zone;
    }

    /** Without the blanks that pad a {@code CHAR}. */
    public @Nullable String text(String column) {
        Object value = values.get(column);
        return value == null ? null : value.toString().strip();
    }

    public @Nullable Long whole(String column) {
        try {
            return switch (values.get(column)) {
                case null -> null;
                case BigDecimal decimal -> decimal.longValueExact();
                case Long whole -> whole;
                case Integer whole -> whole.longValue();
                case Short whole -> whole.longValue();
                case Object other -> new BigDecimal(other.toString().strip()).longValueExact();
            };
        } catch (NumberFormatException | ArithmeticException _) {
            throw unfit(column, "a whole number");
        }
    }

    /** A finite number. */
    public @Nullable Double number(String column) {
        Object value = values.get(column);
        if (value == null) return null;
        try {
            double number =
                    value instanceof Number given
                            ? given.doubleValue()
                            : Double.parseDouble(value.toString());
            if (Double.isFinite(number)) return number;
        } catch (NumberFormatException _) {
            // one message for both
        }
        throw unfit(column, "a number");
    }

    public @Nullable Instant time(String column) {
        return switch (values.get(column)) {
            case null -> null;
            case Timestamp at when zoned.names().contains(column) -> at.toInstant();
            case Timestamp at -> at.toLocalDateTime().atZone(zone).toInstant();
            case OffsetDateTime at -> at.toInstant();
            case ZonedDateTime at -> at.toInstant();
            case Instant at -> at;
            case LocalDateTime at -> at.atZone(zone).toInstant();
            case LocalDate day -> day.atStartOfDay(zone).toInstant();
            case java.sql.Date day -> day.toLocalDate().atStartOfDay(zone).toInstant();
            case Object _ -> throw unfit(column, "a time");
        };
    }

    public @Nullable LocalDate day(String column) {
        return switch (values.get(column)) {
            case null -> null;
            case java.sql.Date day -> day.toLocalDate();
            case LocalDate day -> day;
            case Object _ -> {
                Instant at = time(column);
                yield at == null ? null : at.atZone(zone).toLocalDate();
            }
        };
    }

    private static CodedException unfit(String column, String wanted) {
        return new CodedException(
                DegradedCode.DB_QUERY_ERROR,
                "the query's column %s is not %s: convert it in the SQL".formatted(column, wanted));
    }
}
