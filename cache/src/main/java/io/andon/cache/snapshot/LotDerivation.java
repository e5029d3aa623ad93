package io.andon.cache.snapshot;

import io.andon.cache.column.Column;
import io.andon.cache.column.ColumnBuilder;
import io.andon.cache.column.DictionaryColumn;
import io.andon.cache.column.DoubleColumn;
import io.andon.cache.column.LongColumn;
import io.andon.cache.column.TimeColumn;
import io.andon.cache.plant.HoldType;
import io.andon.cache.plant.LotStatus;
import io.andon.cache.plant.Plant;
import io.andon.cache.schema.ColumnSpec;
import io.andon.cache.schema.ColumnType;
import io.andon.cache.schema.TableName;
import io.andon.cache.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Completes the lots by the house's rules, all at {@code asOf}: {@code status} (given, else from
 * the counts), {@code hold_type} (held lots only), {@code age_days} (given, else since {@code
 * moved_in_at}; never negative) and {@code workcenter_order} (given, else the plant's list).
 */
public final class LotDerivation {
    public static final String STATUS = "status";
    public static final String HOLD_TYPE = "hold_type";
    public static final String AGE_DAYS = "age_days";
    public static final String WORKCENTER_ORDER = "workcenter_order";

    private static final double MILLIS_A_DAY = 86_400_000.0;
    private static final List<String> STATUSES = List.of("RUN", "QUEUE", "HOLD");
    private static final List<String> HOLD_TYPES =
            List.of(HoldType.QUALITY.id(), HoldType.NON_QUALITY.id());

    private final TableSnapshot lots;
    private final Plant plant;
    private final Optional<Column> givenStatus;
    private final @Nullable Column equipmentCounts;
    private final @Nullable Column holdCounts;

    private LotDerivation(TableSnapshot lots, Plant plant) {
        this.lots = lots;
        this.plant = plant;
        givenStatus = lots.find(STATUS);
        equipmentCounts = lots.find("equipment_count").orElse(null);
        holdCounts = lots.find("hold_count").orElse(null);
    }

    /** A table as it was read, with what the plant's rules derive; only lots have such columns. */
    public static TableSnapshot complete(TableSnapshot read, Plant plant) {
        return read.table().equals(TableName.LOTS) ? derive(read, plant) : read;
    }

    /** The same version with the derived columns in place of given ones, or at the end. */
    public static TableSnapshot derive(TableSnapshot lots, Plant plant) {
        return new LotDerivation(lots, plant).derive();
    }

    private TableSnapshot derive() {
        var specs = new ArrayList<ColumnSpec>(lots.schema().columns());
        var columns = new ArrayList<Column>(lots.columns());
        var statuses = new int[lots.rowCount()];
        for (int row = 0; row < statuses.length; row++) statuses[row] = status(row).code();
        put(specs, columns, STATUS, DictionaryColumn.of(STATUSES, statuses));
        put(specs, columns, HOLD_TYPE, holdTypes(statuses));
        put(specs, columns, AGE_DAYS, ages());
        put(specs, columns, WORKCENTER_ORDER, orders());
        return new TableSnapshot(
                new TableSchema(lots.table(), specs),
                lots.version(),
                lots.asOf(),
                lots.readAt(),
                lots.rowCount(),
                lots.quarantined(),
                lots.folded(),
                columns);
    }

    private static void put(List<ColumnSpec> specs, List<Column> columns, String name, Column by) {
        var spec = new ColumnSpec(name, by.type());
        for (int i = 0; i < specs.size(); i++)
            if (specs.get(i).name().equals(name)) {
                specs.set(i, spec);
                columns.set(i, by);
                return;
            }
        specs.add(spec);
        columns.add(by);
    }

    private LotStatus status(int row) {
        return givenStatus
                .map(column -> column.text(row))
                .flatMap(LotDerivation::known)
                .orElseGet(() -> counted(row));
    }

    private static Optional<LotStatus> known(String text) {
        return switch (text.strip().toUpperCase(Locale.ROOT)) {
            case "RUN" -> Optional.of(LotStatus.RUN);
            case "QUEUE" -> Optional.of(LotStatus.QUEUE);
            case "HOLD" -> Optional.of(LotStatus.HOLD);
            default -> Optional.empty();
        };
    }

    private LotStatus counted(int row) {
        if (count(equipmentCounts, row) > 0) return LotStatus.RUN;
        return count(holdCounts, row) > 0 ? LotStatus.HOLD : LotStatus.QUEUE;
    }

    private static double count(@Nullable Column counts, int row) {
        Double value = number(counts, row);
        return value == null ? 0 : value;
    }

    private Column holdTypes(int[] statuses) {
        Column reasons = find("hold_reason").orElse(null);
        var codes = new int[statuses.length];
        for (int row = 0; row < codes.length; row++)
            codes[row] =
                    statuses[row] != LotStatus.HOLD.code()
                            ? -1
                            : plant.holdTypes()
                                    .of(reasons == null ? null : reasons.text(row))
                                    .code();
        return DictionaryColumn.of(HOLD_TYPES, codes);
    }

    private Column ages() {
        Column given = find(AGE_DAYS).orElse(null);
        TimeColumn movedIn =
                find("moved_in_at").orElse(null) instanceof TimeColumn times ? times : null;
        long asOf = lots.asOf().toEpochMilli();
        var ages = builder(AGE_DAYS, ColumnType.DOUBLE);
        for (int row = 0; row < lots.rowCount(); row++) {
            Double age = number(given, row);
            if (age == null && movedIn != null && !movedIn.isNull(row))
                age = (asOf - movedIn.at(row)) / MILLIS_A_DAY;
            if (age == null) ages.appendNull();
            else ages.appendDouble(Math.max(0.0, age));
        }
        return ages.build();
    }

    private Column orders() {
        Column given = find(WORKCENTER_ORDER).orElse(null);
        Column names = lots.column("workcenter");
        OptionalInt[] listed = listed(names);
        var orders = builder(WORKCENTER_ORDER, ColumnType.LONG);
        for (int row = 0; row < lots.rowCount(); row++) {
            Double order = number(given, row);
            OptionalInt place =
                    names instanceof DictionaryColumn coded
                            ? listed[coded.code(row)]
                            : plant.orderOf(names.text(row));
            if (order != null) orders.appendLong(Math.round(order));
            else if (place.isPresent()) orders.appendLong(place.getAsInt());
            else orders.appendNull();
        }
        return orders.build();
    }

    /** The plant's order of every code of a dictionary, null's empty one last. */
    private OptionalInt[] listed(Column names) {
        if (!(names instanceof DictionaryColumn coded)) return new OptionalInt[0];
        var listed = new OptionalInt[coded.dictionary().size() + 1];
        for (int code = 0; code < listed.length - 1; code++)
            listed[code] = plant.orderOf(coded.dictionary().value(code));
        listed[listed.length - 1] = OptionalInt.empty();
        return listed;
    }

    private static ColumnBuilder builder(String name, ColumnType type) {
        return ColumnBuilder.of(new ColumnSpec(name, type), false, Optional.empty());
    }

    private static @Nullable Double number(@Nullable Column column, int row) {
        if (column == null || column.isNull(row)) return null;
        return switch (column) {
            case LongColumn whole -> (double) whole.at(row);
            case DoubleColumn real -> real.at(row);
            default -> null;
        };
    }

    private Optional<Column> find(String name) {
        return lots.find(name);
    }
}
