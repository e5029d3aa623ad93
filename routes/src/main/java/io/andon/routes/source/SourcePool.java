package io.andon.routes.source;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pool that tells a server that does not answer from a pool that is full. HikariCP reports both
 * alike, without a SQLSTATE, until a first attempt to connect has failed by itself. It connects
 * first when it is first asked: until then the demo plant's database may not even be made.
 */
public final class SourcePool extends HikariDataSource {
    private static final String UNABLE_TO_CONNECT = "08001";

    /**
     * HikariCP's reason is then an idle connection that it dropped, and no answer of the server.
     */
    private static final String CONNECTION_CLOSED = "08003";

    private final SessionOpener opener;
    private final Optional<Loans> loans;
    private final List<String> settings;
    private final Returns returns;

    SourcePool(
            HikariConfig config,
            SessionOpener opener,
            Optional<Loans> loans,
            List<String> settings,
            Returns returns) {
        this.opener = opener;
        this.loans = loans;
        this.settings = settings;
        this.returns = returns;
        config.setMetricsTrackerFactory(returns);
        config.setDataSource(opener);
        config.validate();
        config.copyStateTo(this);
    }

    @Override
    public Connection getConnection() throws SQLException {
        try {
            Connection connection = super.getConnection();
            return loans.map(each -> each.lend(connection, this)).orElse(connection);
        } catch (SQLTransientConnectionException e) {
            boolean foundDead = CONNECTION_CLOSED.equals(e.getSQLState());
            boolean explained = e.getSQLState() != null || e.getCause() != null;
            if (explained && !foundDead) throw e;
            if (isFull()) throw foundDead ? full(e) : e;
            var silence = new SocketTimeoutException("the database did not answer in time");
            silence.addSuppressed(e);
            throw new SQLTransientConnectionException(e.getMessage(), UNABLE_TO_CONNECT, silence);
        }
    }

    /** The keys of the settings that shape this pool. */
    public List<String> settings() {
        return settings;
    }

    /** When the last session was opened that told its limits; empty before the first. */
    public Optional<Instant> openedAt() {
        return opener.last().map(SessionOpener.Understood::at);
    }

    /** The limits that the last session told, by the database's own names. */
    public Map<String, String> understood() {
        return opener.last().map(SessionOpener.Understood::values).orElse(Map.of());
    }

    /** How long a silent socket is listened to; empty before the first session and without one. */
    public Optional<Duration> silenceMax() {
        return opener.last().flatMap(SessionOpener.Understood::silenceMax);
    }

    /**
     * For how long every connection has been in use without one coming back; zero while the pool
     * has one left. To be called every second or so.
     */
    public Duration stuckFor() {
        if (getHikariPoolMXBean() == null || !isFull()) returns.notFull();
        return returns.ago();
    }

    void reclaim() {
        loans.ifPresent(Loans::reclaim);
    }

    private static SQLException full(SQLException timeout) {
        return new SQLTransientConnectionException(timeout.getMessage());
    }

    private boolean isFull() {
        return getHikariPoolMXBean().getActiveConnections() >= getMaximumPoolSize();
    }
}
