package io.andon.cache.schema;

import java.util.regex.Pattern;

/** A table's name, also that of its SQL file and of its paths. */
public record TableName(String value) implements Comparable<TableName> {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    public static final TableName LOTS = new TableName("lots");
    public static final TableName RESOURCES = new TableName("resources");
    public static final TableName RESOURCE_STATUS = new TableName("resource_status");
    public static final TableName SPEC_WORKCENTERS = new TableName("spec_workcenters");

    /** The source tier: asked for when wanted, never cached whole. */
    public static final TableName LOT_HISTORY = new TableName("lot_history");

    public static final TableName OU_TREND = new TableName("ou_trend");

    public TableName {
        if (!FORM.matcher(value).matches())
            throw new IllegalArgumentException("table name '" + value + "'");
    }

    @Override
    public int compareTo(TableName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
