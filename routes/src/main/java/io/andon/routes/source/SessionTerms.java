package io.andon.routes.source;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * What one kind of database is told about a session, in its own words: properties for the driver,
 * statements for the new session, and the question by which the session says what it understood.
 *
 * <p>Sources: pgjdbc 42.7 {@code PGProperty}, PostgreSQL 15 chapter 20; H2 2.5 {@code SET}
 * commands; Oracle JDBC 23ai {@code OracleConnection.CONNECTION_PROPERTY_*}. Oracle has no time-out
 * of a statement or a lock that a session could set: its statements carry the driver's, and its
 * readers wait for no lock.
 *
 * @param endsStatements whether the database itself ends a statement that runs too long
 */
record SessionTerms(
        Properties properties,
        List<String> statements,
        Optional<String> question,
        boolean endsStatements) {
    private static final int ORACLE_PROGRAM_MAX = 48;

    /**
     * The limits of every session of one pool.
     *
     * @param statement how long the server lets a statement run; empty when each says it itself
     */
    record Limits(Duration connect, Duration socket, Duration lock, Optional<Duration> statement) {}

    /** The terms for whatever database the URL names. */
    static SessionTerms of(String url, String session, Limits limits) {
        if (url.startsWith("jdbc:postgresql:")) return postgres(session, limits);
        if (url.startsWith("jdbc:h2:")) return h2(limits);
        if (url.startsWith("jdbc:oracle:")) return oracle(session, limits);
        return new SessionTerms(new Properties(), List.of(), Optional.empty(), false);
    }

    private static SessionTerms postgres(String session, Limits limits) {
        var properties = new Properties();
        properties.setProperty("ApplicationName", session);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("prepareThreshold", "-1");
        // A read of a database without an encoding takes text as bytes: SourceSession.
        properties.setProperty("allowEncodingChanges", "true");
        String connect = seconds(limits.connect());
        properties.setProperty("connectTimeout", connect);
        properties.setProperty("loginTimeout", connect);
        properties.setProperty("cancelSignalTimeout", connect);
        // Until the session stands; then the limit of the socket takes over.
        properties.setProperty("socketTimeout", connect);
        String statement =
                limits.statement()
                        .map(each -> " -c statement_timeout=" + each.toMillis())
                        .orElse("");
        properties.setProperty(
                "options",
                "-c default_transaction_read_only=on -c lock_timeout=%d%s"
                        .formatted(limits.lock().toMillis(), statement));
        return new SessionTerms(
                properties,
                List.of(),
                Optional.of(
                        """
                        SELECT name, setting || coalesce(unit, '') FROM pg_settings WHERE name IN (
                          'application_name', 'default_transaction_read_only', 'lock_timeout',
                          'statement_timeout')
                        """),
                true);
    }

    private static SessionTerms h2(Limits limits) {
        String lock = "SET LOCK_TIMEOUT " + limits.lock().toMillis();
        String statement =
                "SET QUERY_TIMEOUT " + limits.statement().map(Duration::toMillis).orElse(0L);
        return new SessionTerms(
                new Properties(),
                List.of(lock, statement),
                Optional.of(
                        """
                        SELECT 'LOCK_TIMEOUT', LOCK_TIMEOUT() || 'ms'
                        UNION ALL SELECT SETTING_NAME, SETTING_VALUE || 'ms'
                        FROM INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME = 'QUERY_TIMEOUT'
                        """),
                true);
    }

    private static SessionTerms oracle(String session, Limits limits) {
        var properties = new Properties();
        properties.setProperty(
                "v$session.program",
                session.substring(0, Math.min(session.length(), ORACLE_PROGRAM_MAX)));
        String connect = Long.toString(limits.connect().toMillis());
        properties.setProperty("oracle.net.CONNECT_TIMEOUT", connect);
        properties.setProperty("oracle.jdbc.ReadTimeout", connect);
        properties.setProperty("oracle.net.keepAlive", "true");
        return new SessionTerms(properties, List.of(), Optional.empty(), false);
    }

    private static String seconds(Duration duration) {
        return Long.toString(Math.max(1, duration.plusMillis(999).toSeconds()));
    }
}
