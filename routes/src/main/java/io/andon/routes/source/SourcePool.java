package io.andon.routes.source;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/**
 * A pool that tells a server that does not answer from a pool that is full. HikariCP reports both
 * alike, without a SQLSTATE, until a first attempt to connect has failed by itself. It connects
 * first when it is first asked: until then the demo plant's database may not even be made.
 */
final class SourcePool extends HikariDataSource {
    private static final String UNABLE_TO_CONNECT = "08001";

    SourcePool(HikariConfig config) {
        config.validate();
        config.copyStateTo(this);
    }

    @Override
    public Connection getConnection() throws SQLException {
        try {
            return super.getConnection();
        } catch (SQLTransientConnectionException e) {
            if (e.getSQLState() != null || e.getCause() != null || isFull()) throw e;
            var silence = new SocketTimeoutException("the database did not answer in time");
            silence.addSuppressed(e);
            throw new SQLTransientConnectionException(e.getMessage(), UNABLE_TO_CONNECT, silence);
        }
    }

    private boolean isFull() {
        return getHikariPoolMXBean().getActiveConnections() >= getMaximumPoolSize();
    }
}
