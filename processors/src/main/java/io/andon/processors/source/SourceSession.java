package io.andon.processors.source;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection borrowed for one refresh: read only, in a transaction, given back by {@link
 * #close}. Threads: one, but for {@link #abort}. {@link #close} never throws and may come twice.
 */
public final class SourceSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SourceSession.class);
    private static final String POSTGRESQL = "PostgreSQL";
    private static final Set<String> CHANGES = Set.of("INSERT", "UPDATE", "DELETE");

    /** By product, a query that has a row when the user may write. */
    private static final Map<String, String> WRITERS =
            Map.of(
                    POSTGRESQL,
                    """
                    SELECT 1 FROM pg_class
                    WHERE relkind IN ('r', 'p') AND relnamespace NOT IN (
                        SELECT oid FROM pg_namespace
                        WHERE nspname LIKE 'pg\\_%' OR nspname = 'information_schema')
                      AND has_table_privilege(oid, 'INSERT, UPDATE, DELETE')
                    LIMIT 1
                    """,
                    "H2",
                    """
                    SELECT 1 FROM INFORMATION_SCHEMA.USERS
                    WHERE USER_NAME = CURRENT_USER AND IS_ADMIN
                    """,
                    "Oracle",
                    """
                    SELECT 1 FROM session_privs
                    WHERE privilege IN ('INSERT ANY TABLE', 'UPDATE ANY TABLE', 'DELETE ANY TABLE')
                    """);

    private final Connection connection;

    private boolean closed;
    private boolean rawText;

    private SourceSession(Connection connection) {
        this.connection = connection;
    }

    /**
     * Borrows a connection.
     *
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

    /** The database's name and version, as it calls itself. */
    public String product() throws SQLException {
        DatabaseMetaData meta = connection.getMetaData();
        return meta.getDatabaseProductName() + " " + meta.getDatabaseProductVersion();
    }

    /**
     * Whether the user may change any table, as far as the database tells: by {@link
     * DatabaseMetaData#getTablePrivileges}, which knows no administrators and no roles, and by the
     * product's own catalogue.
     */
    public boolean mayWrite() throws SQLException {
        DatabaseMetaData meta = connection.getMetaData();
        String catalogue = WRITERS.get(meta.getDatabaseProductName());
        return holdsPrivilege(meta) || (catalogue != null && findsAny(catalogue));
    }

    private boolean findsAny(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next();
        }
    }

    private boolean holdsPrivilege(DatabaseMetaData meta) throws SQLException {
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

    /** Hangs up on the database, whatever is under way; from any thread. */
    void abort() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("a source session could not be given up", e);
        }
    }

    /**
     * A statement that must answer in time. The driver's timer ends with the first rows, at least
     * PostgreSQL's does, and dies with this process; so the server is given the limit too, for
     * every batch of rows, where it knows one that holds for a transaction.
     */
    Statement statement(Duration limit) throws SQLException {
        Statement statement = connection.createStatement();
        try {
            if (connection.getMetaData().getDatabaseProductName().equals(POSTGRESQL)) {
                takeTerms(statement, limit);
            }
            statement.setQueryTimeout((int) Math.max(1, limit.plusMillis(999).toSeconds()));
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    /**
     * Limits every statement of the transaction, and has text as it is kept where the database
     * knows no encoding: it would refuse a whole read for one value that is no UTF-8.
     */
    private void takeTerms(Statement statement, Duration limit) throws SQLException {
        try (ResultSet terms =
                statement.executeQuery(
                        """
                        SELECT set_config('statement_timeout', '%d', true),
                          set_config('client_encoding', encoding, true), encoding = 'SQL_ASCII'
                        FROM (SELECT CASE current_setting('server_encoding')
                            WHEN 'SQL_ASCII' THEN 'SQL_ASCII'
                            ELSE current_setting('client_encoding') END AS encoding) AS wanted
                        """
                                .formatted(limit.toMillis()))) {
            terms.next();
            rawText = terms.getBoolean(3);
        }
    }

    /** Whether text is given as bytes that the database never looked at. */
    boolean givesRawText() {
        return rawText;
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
        }
    }
}
