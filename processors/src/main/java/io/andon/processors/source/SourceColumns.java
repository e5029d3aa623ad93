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
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The columns of a plant's query beside the canonical ones. A canonical column has its canonical
 * type, or the read is refused; any other passes through with the type that the driver reports.
 */
public final class SourceColumns {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
    private static final Set<Integer> CHARACTERS =
            Set.of(Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR);

    /** Every column of the query in its order, as long as there are no complaints. */
    private final TableSchema schema;

    /** Numbers of no declared width, which only their values tell whole or not; from 0. */
    private final Set<Integer> undeclared;

    /** Columns that the driver reports as characters; from 0. */
    private final Set<Integer> characters;

    private final Map<String, DeclaredType> declared;

    private final List<String> complaints;

    private SourceColumns(
            TableSchema schema,
            Set<Integer> undeclared,
            Set<Integer> characters,
            Map<String, DeclaredType> declared,
            List<String> complaints) {
        this.schema = schema;
        this.undeclared = Set.copyOf(undeclared);
        this.characters = Set.copyOf(characters);
        this.declared = Map.copyOf(declared);
        this.complaints = List.copyOf(complaints);
    }

    public static SourceColumns of(ResultSetMetaData meta, TableName table) throws SQLException {
        CanonicalTable canon =
                CanonicalTables.of(table)
                        .or(() -> CanonicalTables.ofSourceTier(table))
                        .orElseThrow(() -> new IllegalArgumentException(table.toString()));
        var complaints = new ArrayList<String>();
        var specs = new ArrayList<ColumnSpec>();
        Set<Integer> undeclared = new HashSet<>();
        Set<Integer> characters = new HashSet<>();
        Map<String, DeclaredType> declared = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (int index = 1; index <= meta.getColumnCount(); index++) {
            String name = meta.getColumnLabel(index).toLowerCase(Locale.ROOT);
            int jdbcType = meta.getColumnType(index);
            int precision = meta.getPrecision(index);
            ColumnType reported = typeOf(jdbcType, precision, meta.getScale(index));
            if (!NAME.matcher(name).matches()) {
                complaints.add(
                        "column %d has no usable name ('%s'): give it one with AS"
                                .formatted(index, name));
            } else if (!seen.add(name)) {
                complaints.add("column %s comes twice".formatted(name));
            } else {
                boolean open = isNumeric(jdbcType) && precision == 0;
                if (open) undeclared.add(specs.size());
                if (CHARACTERS.contains(jdbcType)) characters.add(specs.size());
                declared.put(name, DeclaredType.of(meta, index));
                specs.add(new ColumnSpec(name, typed(canon, name, reported, open, complaints)));
            }
        }
        canon.columns().stream()
                .filter(column -> column.required() && !seen.contains(column.name()))
                .forEach(column -> complaints.add("column %s is missing".formatted(column.name())));
        return new SourceColumns(
                new TableSchema(table, specs), undeclared, characters, declared, complaints);
    }

    /** The columns in the query's order; the whole of them only when nothing is complained of. */
    public TableSchema schema() {
        return schema;
    }

    /** What the source declares of each column, by name. */
    public Map<String, DeclaredType> declared() {
        return declared;
    }

    /** What does not fit, one sentence a column. */
    public List<String> complaints() {
        return complaints;
    }

    /**
     * The copier of a column, counted from 0.
     *
     * @param raw whether the database gives text as the bytes that were put into it
     */
    CellReader reader(int column, ZoneId zone, boolean raw) {
        ColumnType type = schema.columns().get(column).type();
        if (raw && type == ColumnType.TEXT && characters.contains(column)) {
            return CellReader.rawText(column + 1);
        }
        return type == ColumnType.LONG && undeclared.contains(column)
                ? CellReader.wholeOfAnyNumber(column + 1)
                : CellReader.of(type, column + 1, zone);
    }

    void refuseDrift() {
        if (!complaints.isEmpty()) {
            throw new CodedException(
                    DegradedCode.SOURCE_SCHEMA_DRIFT,
                    schema.table() + ": " + String.join("; ", complaints));
        }
    }

    private static ColumnType typed(
            CanonicalTable canon,
            String name,
            ColumnType reported,
            boolean undeclared,
            List<String> complaints) {
        Optional<CanonicalColumn> column =
                canon.columns().stream().filter(each -> each.name().equals(name)).findAny();
        if (column.isEmpty()) return reported;
        ColumnType wanted = column.get().type();
        boolean perhapsWhole = undeclared && wanted == ColumnType.LONG;
        if (!perhapsWhole && !readableAs(reported, wanted)) {
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

    private static boolean isNumeric(int jdbcType) {
        return jdbcType == Types.NUMERIC || jdbcType == Types.DECIMAL;
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
