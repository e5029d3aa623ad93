package io.andon.cache.index;

import io.andon.cache.DegradedCode;
import io.andon.cache.schema.TableName;

/** A keyed table repeats keys, so no version can be built of it. Names no key. */
public final class DuplicateKeyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String table;
    private final int duplicates;
    private final int rows;

    DuplicateKeyException(TableName table, int duplicates, int rows) {
        super("%d of %d rows of %s repeat a key".formatted(duplicates, rows, table));
        this.table = table.value();
        this.duplicates = duplicates;
        this.rows = rows;
    }

    public DegradedCode code() {
        return DegradedCode.SOURCE_DUPLICATE_KEY;
    }

    public TableName table() {
        return new TableName(table);
    }

    /** The rows beyond the first of each key. */
    public int duplicates() {
        return duplicates;
    }

    public int rows() {
        return rows;
    }
}
