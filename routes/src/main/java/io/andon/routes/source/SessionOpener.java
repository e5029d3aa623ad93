package io.andon.routes.source;

import java.io.PrintWriter;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Opens the sessions of one pool on the pool's terms, asks each what it understood, and bounds the
 * opening: a database that takes a call and keeps silent is left after the connect time-out. It
 * heeds no login time-out from outside, which would be one for all drivers of the process. Threads:
 * any.
 */
final class SessionOpener implements DataSource {
    private static final String UNABLE_TO_CONNECT = "08001";

    /** What HikariCP waits for an attempt under way when it closes. */
    private static final int SECONDS_TO_CLOSE = 1;

    private final String url;
    private final Properties properties;
    private final SessionTerms terms;
    private final SessionTerms.Limits limits;
    private final LoginPause pause;
    private volatile Optional<Understood> last = Optional.empty();

    /**
     * What the last session that was opened understood, in the database's own words and units.
     *
     * @param values by the database's name for each; empty where it cannot be asked
     * @param silenceMax how long the driver listens to a silent socket; empty where there is none
     */
    record Understood(Instant at, Map<String, String> values, Optional<Duration> silenceMax) {}

    SessionOpener(
            String url,
            Properties login,
            SessionTerms terms,
            SessionTerms.Limits limits,
            LoginPause pause) {
        this.url = url;
        this.properties = new Properties();
        this.properties.putAll(terms.properties());
        this.properties.putAll(login);
        this.terms = terms;
        this.limits = limits;
        this.pause = pause;
    }

    /** Empty before the first session. */
    Optional<Understood> last() {
        return last;
    }

    @Override
    public Connection getConnection() throws SQLException {
        pause.check();
        long begun = System.nanoTime();
        try {
            Connection connection = opened();
            pause.succeeded();
            return connection;
        } catch (SQLException e) {
            SQLException told = silent(e, System.nanoTime() - begun);
            pause.failed(told);
            throw told;
        }
    }

    private Connection opened() throws SQLException {
        Connection connection = DriverManager.getConnection(url, properties);
        try {
            Optional<Duration> silence = limitSilence(connection);
            try (var statement = connection.createStatement()) {
                for (String sql : terms.statements()) statement.execute(sql);
                var values = new TreeMap<String, String>();
                if (terms.question().isPresent()) {
                    try (var rows = statement.executeQuery(terms.question().get())) {
                        while (rows.next()) values.put(rows.getString(1), rows.getString(2));
                    }
                }
                last = Optional.of(new Understood(Instant.now(), values, silence));
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private Optional<Duration> limitSilence(Connection connection) throws SQLException {
        try {
            connection.setNetworkTimeout(Runnable::run, (int) limits.socket().toMillis());
            return Optional.of(Duration.ofMillis(connection.getNetworkTimeout()))
                    .filter(Duration::isPositive);
        } catch (SQLFeatureNotSupportedException _) {
            return Optional.empty(); // in this process: nothing between us can fall silent
        }
    }

    /** A driver that gave up by its own clock does not say that it waited. */
    private SQLException silent(SQLException failure, long tookNanos) {
        boolean unexplained = failure.getCause() == null;
        boolean lost = String.valueOf(failure.getSQLState()).startsWith("08");
        if (!unexplained || !lost || tookNanos < limits.connect().toNanos()) return failure;
        var silence = new SocketTimeoutException("no session within the connect time-out");
        silence.addSuppressed(failure);
        return new SQLTransientConnectionException(
                failure.getMessage(), UNABLE_TO_CONNECT, silence);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the login is part of the settings");
    }

    @Override
    public int getLoginTimeout() {
        return SECONDS_TO_CLOSE;
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // the connect time-out bounds an opening
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        // drivers log by their own means
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("not a driver");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
