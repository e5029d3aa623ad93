package io.andon.cache.oracle;

import io.andon.cache.column.ColumnAppender;
import io.andon.cache.index.IndexBuilder;
import io.andon.cache.index.IndexedSnapshot;
import io.andon.cache.plant.Plant;
import io.andon.cache.schema.ColumnSpec;
import io.andon.cache.schema.ColumnType;
import io.andon.cache.schema.TableName;
import io.andon.cache.schema.TableSchema;
import io.andon.cache.snapshot.LotDerivation;
import io.andon.cache.snapshot.SnapshotBuilder;
import io.andon.cache.snapshot.TableSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Feeds lots through the builder, as a read does. */
public final class Lots {
    public static final TableSchema SCHEMA =
            new TableSchema(
                    TableName.LOTS,
                    List.of(
                            new ColumnSpec("lot_id", ColumnType.TEXT),
                            new ColumnSpec("workorder", ColumnType.TEXT),
                            new ColumnSpec("qty", ColumnType.LONG),
                            new ColumnSpec("workcenter", ColumnType.TEXT),
                            new ColumnSpec("workcenter_order", ColumnType.LONG),
                            new ColumnSpec("package", ColumnType.TEXT),
                            new ColumnSpec("product", ColumnType.TEXT),
                            new ColumnSpec("equipment_count", ColumnType.LONG),
                            new ColumnSpec("hold_count", ColumnType.LONG),
                            new ColumnSpec("hold_reason", ColumnType.TEXT),
                            new ColumnSpec("moved_in_at", ColumnType.TIME),
                            new ColumnSpec("age_days", ColumnType.DOUBLE),
                            new ColumnSpec("customer", ColumnType.TEXT),
                            new ColumnSpec("is_hot", ColumnType.BOOLEAN)));

    private Lots() {}

    public static TableSnapshot snapshot(
            List<LotRow> rows, long version, Optional<TableSnapshot> previous) {
        var builder = new SnapshotBuilder(SCHEMA, previous);
        for (LotRow row : rows) {
            text(builder.appender(0), row.lotId());
            text(builder.appender(1), row.workorder());
            whole(builder.appender(2), row.qty());
            text(builder.appender(3), row.workcenter());
            whole(builder.appender(4), row.workcenterOrder());
            text(builder.appender(5), row.pkg());
            text(builder.appender(6), row.product());
            whole(builder.appender(7), row.equipmentCount());
            whole(builder.appender(8), row.holdCount());
            text(builder.appender(9), row.holdReason());
            time(builder.appender(10), row.movedInAt());
            real(builder.appender(11), row.ageDays());
            text(builder.appender(12), row.customer());
            flag(builder.appender(13), row.hot());
            builder.endRow();
        }
        return builder.build(version, Instant.ofEpochMilli(LotRows.AS_OF_MILLIS));
    }

    public static IndexedSnapshot indexed(List<LotRow> rows) {
        return indexed(rows, 1);
    }

    public static IndexedSnapshot indexed(List<LotRow> rows, long version) {
        Plant plant = Plants.full();
        TableSnapshot raw = snapshot(rows, version, Optional.empty());
        return IndexBuilder.index(LotDerivation.derive(raw, plant), plant, System::nanoTime);
    }

    static void text(ColumnAppender to, @Nullable String value) {
        if (value == null) to.appendNull();
        else to.appendText(value);
    }

    static void whole(ColumnAppender to, @Nullable Long value) {
        if (value == null) to.appendNull();
        else to.appendLong(value);
    }

    static void time(ColumnAppender to, @Nullable Long value) {
        if (value == null) to.appendNull();
        else to.appendTime(value);
    }

    private static void real(ColumnAppender to, @Nullable Double value) {
        if (value == null) to.appendNull();
        else to.appendDouble(value);
    }

    private static void flag(ColumnAppender to, @Nullable Boolean value) {
        if (value == null) to.appendNull();
        else to.appendBoolean(value);
    }
}
