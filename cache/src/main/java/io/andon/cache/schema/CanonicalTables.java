package io.andon.cache.schema;

import static io.andon.cache.schema.ColumnType.BOOLEAN;
import static io.andon.cache.schema.ColumnType.DOUBLE;
import static io.andon.cache.schema.ColumnType.LONG;
import static io.andon.cache.schema.ColumnType.TEXT;
import static io.andon.cache.schema.ColumnType.TIME;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tables and columns that the house knows; a plant's other columns pass through. */
public final class CanonicalTables {
    /** Columns that identify things: trimmed of blank padding, in whatever table they stand. */
    private static final Set<String> KEY_COLUMNS = Set.of("lot_id", "resource_id");

    private static final CanonicalTable LOTS =
            new CanonicalTable(
                    TableName.LOTS,
                    List.of(
                            required("lot_id", TEXT),
                            optional("workorder", TEXT),
                            required("qty", LONG),
                            optional("qty2", LONG),
                            required("workcenter", TEXT),
                            optional("workcenter_order", LONG),
                            optional("station", TEXT),
                            required("package", TEXT),
                            optional("product", TEXT),
                            optional("product_type", TEXT),
                            optional("spec", TEXT),
                            optional("spec_order", LONG),
                            optional("status", TEXT),
                            optional("equipment_count", LONG),
                            optional("hold_count", LONG),
                            optional("equipment", TEXT),
                            optional("hold_reason", TEXT),
                            optional("hold_by", TEXT),
                            optional("hold_dept", TEXT),
                            optional("hold_comment", TEXT),
                            optional("hold_since", TIME),
                            optional("priority", TEXT),
                            optional("wafer_lot", TEXT),
                            optional("moved_in_at", TIME),
                            optional("age_days", DOUBLE),
                            optional("started_at", TIME),
                            optional("due_at", TIME),
                            optional("snapshot_at", TIME)),
                    Optional.of("lot_id"),
                    Optional.empty());

    private static final CanonicalTable RESOURCES =
            new CanonicalTable(
                    TableName.RESOURCES,
                    List.of(
                            required("resource_id", TEXT),
                            required("name", TEXT),
                            required("workcenter", TEXT),
                            optional("workcenter_order", LONG),
                            optional("family", TEXT),
                            optional("category", TEXT),
                            optional("location", TEXT),
                            optional("vendor", TEXT),
                            optional("model", TEXT),
                            optional("package_group", TEXT),
                            optional("is_production", BOOLEAN),
                            optional("is_key", BOOLEAN),
                            optional("is_monitored", BOOLEAN),
                            optional("asset_status", TEXT),
                            optional("snapshot_at", TIME)),
                    Optional.of("resource_id"),
                    Optional.empty());

    private static final CanonicalTable RESOURCE_STATUS =
            new CanonicalTable(
                    TableName.RESOURCE_STATUS,
                    List.of(
                            required("resource_id", TEXT),
                            required("state", TEXT),
                            optional("reason", TEXT),
                            optional("since", TIME),
                            optional("job_id", TEXT),
                            optional("job_status", TEXT),
                            optional("job_created_at", TIME),
                            optional("technician", TEXT),
                            optional("symptom", TEXT),
                            optional("cause", TEXT),
                            optional("repair", TEXT),
                            optional("lot_id", TEXT),
                            optional("qty", LONG),
                            optional("tracked_in_at", TIME),
                            optional("tracked_in_by", TEXT),
                            optional("snapshot_at", TIME)),
                    Optional.empty(),
                    Optional.of("resource_id"));

    private static final CanonicalTable SPEC_WORKCENTERS =
            new CanonicalTable(
                    TableName.SPEC_WORKCENTERS,
                    List.of(
                            required("spec", TEXT),
                            optional("spec_order", LONG),
                            required("station", TEXT),
                            required("workcenter", TEXT),
                            optional("workcenter_order", LONG)),
                    Optional.empty(),
                    Optional.of("spec"));

    private static final Map<TableName, CanonicalTable> TABLES =
            Map.of(
                    TableName.LOTS, LOTS,
                    TableName.RESOURCES, RESOURCES,
                    TableName.RESOURCE_STATUS, RESOURCE_STATUS,
                    TableName.SPEC_WORKCENTERS, SPEC_WORKCENTERS);

    private static final CanonicalTable LOT_HISTORY =
            new CanonicalTable(
                    TableName.LOT_HISTORY,
                    List.of(
                            required("spec", TEXT),
                            optional("station", TEXT),
                            optional("equipment", TEXT),
                            optional("moved_in_at", TIME),
                            optional("tracked_in_at", TIME),
                            optional("tracked_out_at", TIME),
                            optional("moved_out_at", TIME),
                            optional("qty_in", LONG),
                            optional("qty_out", LONG)),
                    Optional.empty(),
                    Optional.empty());

    private static final CanonicalTable OU_TREND =
            new CanonicalTable(
                    TableName.OU_TREND,
                    List.of(
                            required("shift_date", TIME),
                            optional("workcenter", TEXT),
                            required("state", TEXT),
                            required("hours", DOUBLE)),
                    Optional.empty(),
                    Optional.empty());

    private static final Map<TableName, CanonicalTable> SOURCE_TIER =
            Map.of(TableName.LOT_HISTORY, LOT_HISTORY, TableName.OU_TREND, OU_TREND);

    private CanonicalTables() {}

    /** What a query of the source tier gives; empty for a table that is cached. */
    public static Optional<CanonicalTable> ofSourceTier(TableName query) {
        return Optional.ofNullable(SOURCE_TIER.get(query));
    }

    public static Optional<CanonicalTable> of(TableName table) {
        return Optional.ofNullable(TABLES.get(table));
    }

    /** Whether a column of a table identifies something, so that its blank padding is trimmed. */
    public static boolean isKeyColumn(TableName table, String column) {
        return KEY_COLUMNS.contains(column)
                || of(table)
                        .map(t -> t.key().or(t::groupBy).filter(column::equals).isPresent())
                        .orElse(false);
    }

    private static CanonicalColumn required(String name, ColumnType type) {
        return new CanonicalColumn(name, type, true);
    }

    private static CanonicalColumn optional(String name, ColumnType type) {
        return new CanonicalColumn(name, type, false);
    }
}
