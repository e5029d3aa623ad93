package io.andon.cache.oracle;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A lot with what the rules make of it, worked out from the row alone. */
public record NaiveLot(LotRow row) {
    public String id() {
        String id = row.lotId();
        if (id == null) throw new IllegalStateException("no id");
        return id.strip();
    }

    public long qty() {
        return row.qty() == null ? 0 : row.qty();
    }

    public String status() {
        if (row.equipmentCount() != null && row.equipmentCount() > 0) return "RUN";
        return row.holdCount() != null && row.holdCount() > 0 ? "HOLD" : "QUEUE";
    }

    public boolean held() {
        return status().equals("HOLD");
    }

    public @Nullable String holdType() {
        if (!held()) return null;
        String reason = row.holdReason();
        return reason != null && Plants.NON_QUALITY.contains(reason) ? "nonQuality" : "quality";
    }

    public @Nullable Double age() {
        Double days = row.ageDays();
        if (days == null && row.movedInAt() != null)
            days = (LotRows.AS_OF_MILLIS - row.movedInAt()) / (24 * 60 * 60 * 1000.0);
        return days == null ? null : days < 0 ? 0.0 : days;
    }

    public @Nullable Long order() {
        if (row.workcenterOrder() != null) return row.workcenterOrder();
        if (row.workcenter() == null) return null;
        int listed = Plants.WORKCENTERS.indexOf(row.workcenter());
        return listed < 0 ? null : listed + 1L;
    }

    public boolean dummy() {
        return id().contains("DUMMY");
    }

    /** A column as text, as filters see it. */
    public @Nullable String text(String column) {
        return switch (column) {
            case "lot_id" -> id();
            case "workorder" -> row.workorder();
            case "qty" -> row.qty() == null ? null : row.qty().toString();
            case "workcenter" -> row.workcenter();
            case "package" -> row.pkg();
            case "product" -> row.product();
            case "status" -> status();
            case "hold_type" -> holdType();
            case "hold_reason" -> row.holdReason();
            case "customer" -> row.customer();
            case "is_hot" -> row.hot() == null ? null : row.hot().toString();
            case "moved_in_at" ->
                    row.movedInAt() == null
                            ? null
                            : Instant.ofEpochMilli(row.movedInAt()).toString();
            default -> null;
        };
    }

    /** A column as something to sort by; text as its code points. */
    public @Nullable Comparable<?> sortable(String column) {
        return switch (column) {
            case "age_days" -> age();
            case "qty" -> row.qty();
            case "moved_in_at" -> row.movedInAt();
            case "is_hot" -> row.hot();
            default -> {
                String text = text(column);
                yield text == null ? null : new CodePoints(text);
            }
        };
    }
}
