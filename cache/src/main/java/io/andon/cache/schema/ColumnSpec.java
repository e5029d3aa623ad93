package io.andon.cache.schema;

import java.util.regex.Pattern;

/** A column's name, in lower snake case, and type. */
public record ColumnSpec(String name, ColumnType type) {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_]*");

    public ColumnSpec {
        if (!FORM.matcher(name).matches())
            throw new IllegalArgumentException("column name '" + name + "'");
    }
}
