package io.andon.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Inserts many rows with few statements: {@code rowsEach} rows a statement, values by position. */
final class BulkInsert implements AutoCloseable {
    private static final int ROWS_EACH = 50;

    private final Connection connection;
    private final String table;
    private final int columns;
    private final PreparedStatement full;
    private final @Nullable Object[] values;
    private int next;

    BulkInsert(Connection connection, String table, int columns) throws SQLException {
        this.connection = connection;
        this.table = table;
        this.columns = columns;
        values = new Object[ROWS_EACH * columns];
        full = prepare(ROWS_EACH);
    }

    void row(@Nullable Object... row) throws SQLException {
        if (row.length != columns) throw new IllegalArgumentException(table + " " + row.length);
        System.arraycopy(row, 0, values, next, columns);
        next += columns;
        if (next == values.length) write(full);
    }

    @Override
    public void close() throws SQLException {
        try (full) {
            if (next == 0) return;
            try (var rest = prepare(next / columns)) {
                write(rest);
            }
        }
    }

    private void write(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < next; i++) statement.setObject(i + 1, values[i]);
        statement.executeUpdate();
        next = 0;
    }

    private PreparedStatement prepare(int rows) throws SQLException {
        String row = "(?" + ",?".repeat(columns - 1) + ")";
        return connection.prepareStatement(
                "INSERT INTO " + table + " VALUES " + row + ("," + row).repeat(rows - 1));
    }
}
