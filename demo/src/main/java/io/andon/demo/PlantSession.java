package io.andon.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One connection that writes, with its statements prepared once. Threads: confined to one. */
final class PlantSession implements AutoCloseable {
    /** Reads one row. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    /** Takes the connection over: it is closed with this session. */
    PlantSession(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
    }

    <T> List<T> rows(String sql, RowReader<T> reader, @Nullable Object... values)
            throws SQLException {
        var found = new ArrayList<T>();
        try (var rows = bind(sql, values).executeQuery()) {
            while (rows.next()) found.add(reader.read(rows));
        }
        return found;
    }

    long number(String sql, @Nullable Object... values) throws SQLException {
        return rows(sql, row -> row.getLong(1), values).getFirst();
    }

    /** Changes exactly one row; anything else is a bug of the caller. */
    void one(String sql, @Nullable Object... values) throws SQLException {
        int changed = bind(sql, values).executeUpdate();
        if (changed != 1) throw new IllegalStateException(changed + " rows changed by " + sql);
    }

    /** Changes any number of rows. */
    void change(String sql, @Nullable Object... values) throws SQLException {
        bind(sql, values).executeUpdate();
    }

    Connection connection() {
        return connection;
    }

    void commit() throws SQLException {
        connection.commit();
    }

    void rollback() throws SQLException {
        connection.rollback();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private PreparedStatement bind(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) statement.setObject(i + 1, values[i]);
        return statement;
    }
}
