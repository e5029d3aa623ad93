package io.andon.processors.source;

import io.andon.cache.DegradedCode;
import io.andon.cache.schema.CanonicalColumn;
import io.andon.cache.schema.CanonicalTable;
import io.andon.cache.schema.CanonicalTables;
import io.andon.cache.schema.ColumnSpec;
import io.andon.cache.schema.ColumnType;
import io.andon.cache.schema.TableName;
import io.andon.cache.schema.TableSchema;
import io.andon.processors.CodedException;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The columns of a plant's query beside the canonical ones. A canonical column has its canonical
 * type, or the read is refused; any other passes through with the type that the driver reports.
 */
public final class SourceColumns {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    /** Every column of the query in its order, as long as there are no complaints. */
    private final TableSchema schema;

    private final List<String> complaints;

    private SourceColumns(TableSchema schema, List<String> complaints) {
        this.schema = schema;
        this.complaints = List.copyOf(complaints);
    }

    public static SourceColumns of(ResultSetMetaData meta, TableName table) throws SQLException {
        CanonicalTable canon =
                CanonicalTables.of(table)
                        .orElseThrow(() -> new IllegalArgumentException(table.toString()));
        var complaints = new ArrayList<String>();
        var specs = new ArrayList<ColumnSpec>();
        Set<String> seen = new HashSet<>();
        for (int index = 1; index <= meta.getColumnCount(); index++) {
            String name = meta.getColumnLabel(index).toLowerCase(Locale.ROOT);
            ColumnType reported =
                    typeOf(
                            meta.getColumnType(index),
                            meta.getPrecision(index),
                            meta.getScale(index));
            if (!NAME.matcher(name).matches()) {
                complaints.add(
                        "column '%s' needs a plain name: give it one with AS".formatted(name));
            } else if (!seen.add(name)) {
                complaints.add("column %s comes twice".formatted(name));
            } else {
                specs.add(new ColumnSpec(name, typed(canon, name, reported, complaints)));
            }
        }
        canon.columns().stream()
                .filter(column -> column.required() && !seen.contains(column.name()))
                .forEach(column -> complaints.add("column %s is missing".formatted(column.name())));
        return new SourceColumns(new TableSchema(table, specs), complaints);
    }

    public TableSchema schema() {
        return schema;
    }

    /** What does not fit, one sentence a column. */
    public List<String> complaints() {
        return complaints;
    }

    void refuseDrift() {
        if (!complaints.isEmpty()) {
            throw new CodedException(
                    DegradedCode.SOURCE_SCHEMA_DRIFT,
                    schema.table() + ": " + String.join("; ", complaints));
        }
    }

    private static ColumnType typed(
            CanonicalTable canon, String name, ColumnType reported, List<String> complaints) {
        Optional<CanonicalColumn> column =
                canon.columns().stream().filter(each -> each.name().equals(name)).findAny();
        if (column.isEmpty()) return reported;
        ColumnType wanted = column.get().type();
        if (!readableAs(reported, wanted)) {
            complaints.add(
                    "column %s is %s, expected %s: convert it in the SQL"
                            .formatted(name, reported, wanted));
        }
        return wanted;
    }

    /** Without loss: any value as text, whole numbers as such, as fractions or as flags. */
    private static boolean readableAs(ColumnType reported, ColumnType wanted) {
        return switch (wanted) {
            case TEXT -> true;
            case LONG -> reported == ColumnType.LONG;
            case DOUBLE -> reported == ColumnType.DOUBLE || reported == ColumnType.LONG;
            case BOOLEAN -> reported == ColumnType.BOOLEAN || reported == ColumnType.LONG;
            case TIME -> reported == ColumnType.TIME;
        };
    }

    private static ColumnType typeOf(int jdbcType, int precision, int scale) {
        return switch (jdbcType) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> ColumnType.LONG;
            case Types.NUMERIC, Types.DECIMAL ->
                    scale == 0 && precision > 0 ? ColumnType.LONG : ColumnType.DOUBLE;
            case Types.REAL, Types.FLOAT, Types.DOUBLE -> ColumnType.DOUBLE;
            case Types.BIT, Types.BOOLEAN -> ColumnType.BOOLEAN;
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE, Types.DATE -> ColumnType.TIME;
            default -> ColumnType.TEXT;
        };
    }
}
