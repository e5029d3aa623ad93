package io.andon.processors.source;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection borrowed for one refresh: read only, in a transaction, given back by {@link
 * #close}. Threads: one. {@link #close} never throws and may come twice.
 */
public final class SourceSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SourceSession.class);

    private static final Set<String> CHANGES = Set.of("INSERT", "UPDATE", "DELETE");

    private final Connection connection;

    private final Runnable afterClose;
    private boolean closed;

    private SourceSession(Connection connection, Runnable afterClose) {
        this.connection = connection;
        this.afterClose = afterClose;
    }

    /**
     * Borrows a connection.
     *
     * @throws SQLException if no connection could be had, as the pool reports it
     */
    public static SourceSession open(DataSource pool) throws SQLException {
        return open(pool, () -> {});
    }

    static SourceSession open(DataSource pool, Runnable afterClose) throws SQLException {
        Connection connection = pool.getConnection();
        try {
            connection.setAutoCommit(false);
            return new SourceSession(connection, afterClose);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** The database's name and version, as it calls itself. */
    public String product() throws SQLException {
        DatabaseMetaData meta = connection.getMetaData();
        return meta.getDatabaseProductName() + " " + meta.getDatabaseProductVersion();
    }

    /**
     * Whether the user holds a privilege to change any table, as far as the database tells. Source:
     * {@link DatabaseMetaData#getTablePrivileges}.
     */
    public boolean mayWrite() throws SQLException {
        DatabaseMetaData meta = connection.getMetaData();
        String user = meta.getUserName();
        try (ResultSet rights = meta.getTablePrivileges(connection.getCatalog(), null, "%")) {
            while (rights.next()) {
                boolean changes = CHANGES.contains(rights.getString("PRIVILEGE"));
                if (changes && user.equalsIgnoreCase(rights.getString("GRANTEE"))) return true;
            }
        }
        return false;
    }

    /** Ends a transaction that a failed statement has spoilt. */
    public void rollback() throws SQLException {
        connection.rollback();
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        try {
            connection.rollback();
        } catch (SQLException e) {
            LOG.debug("rollback of a read-only session failed", e);
        }
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("a source session could not be given back", e);
        } finally {
            afterClose.run();
        }
    }
}
