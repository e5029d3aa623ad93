package io.andon.processors.source;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection borrowed for one refresh: read only, in a transaction, given back by {@link
 * #close}. Threads: one at a time, but {@link #close} never throws and may come twice.
 */
public final class SourceSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SourceSession.class);

    private final Connection connection;

    private SourceSession(Connection connection) {
        this.connection = connection;
    }

    /**
     * @throws SQLException if no connection could be had, as the pool reports it
     */
    public static SourceSession open(DataSource pool) throws SQLException {
        Connection connection = pool.getConnection();
        try {
            connection.setAutoCommit(false);
            return new SourceSession(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void close() {
        try {
            if (connection.isClosed()) return;
            connection.rollback();
        } catch (SQLException e) {
            LOG.debug("rollback of a read-only session failed", e);
        }
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("a source session could not be given back", e);
        }
    }
}
