package io.andon.processors.failure;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every failure of PostgreSQL, on a real one. */
final class PostgresFailuresTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ROWS = "SELECT repeat('x', 1000) FROM generate_series(1, 1000)";

    @TempDir private static Path folder = Path.of("");
    private static @Nullable Server started;

    @BeforeAll
    static void start() throws Exception {
        started = Server.start(folder.resolve("data"));
    }

    @AfterAll
    static void stop() throws IOException {
        server().close();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void whatARealServerSaysIsRecognised(FailureRow row) {
        row.assertThatIsWhatComesOf(() -> {
            if (row.proof().equals("raised")) ask("SELECT fail('%s')".formatted(row.state()));
            else provoke(row.id());
        });
    }

    static Stream<FailureRow> rows() {
        return FailureRow.of("PostgreSQL", "server", "raised");
    }

    private static void provoke(String id) throws Exception {
        switch (id) {
            case "pg-wrong-password" -> logIn("postgres", "andon", "wrong");
            case "pg-no-such-role" -> logIn("postgres", "nobody", "");
            case "pg-role-may-not-log-in" -> logIn("postgres", "silent", "");
            case "pg-host-refused" -> logIn("forbidden", "andon", Server.PASSWORD);
            case "pg-no-such-database" -> logIn("nowhere", "andon", Server.PASSWORD);
            case "pg-role-limit" -> logIn("postgres", "crowded", Server.PASSWORD);
            case "pg-shutting-down" -> knockAtAServerThatGoesDown();
            case "pg-no-privilege" -> ask("SELECT * FROM secret");
            case "pg-stack-depth" -> ask("SELECT deeper(1)");
            case "pg-syntax" -> ask("SELEKT 1");
            case "pg-no-table" -> ask("SELECT * FROM nowhere");
            case "pg-no-column" -> ask("SELECT b FROM open");
            case "pg-no-function" -> ask("SELECT nothing(1)");
            case "pg-no-schema" -> ask("SET search_path TO public", "CREATE TABLE nowhere.t ()");
            case "pg-division" -> ask("SELECT 1 / 0");
            case "pg-cast" -> ask("SELECT 'x'::integer");
            case "pg-range" -> ask("SELECT 2147483647 + 1");
            case "pg-two-rows" -> ask("SELECT (SELECT a FROM open)");
            case "pg-unsupported" -> ask("SELECT count(*) FROM open FOR UPDATE");
            case "pg-raised" -> ask("DO $$ BEGIN RAISE 'no'; END $$");
            case "pg-write" -> ask("BEGIN READ ONLY", "DELETE FROM open");
            case "pg-statement-timeout" ->
                    ask("SET statement_timeout = '50ms'", "SELECT pg_sleep(30)");
            default -> provokeInASession(id);
        }
    }

    private static void provokeInASession(String id) throws Exception {
        switch (id) {
            case "pg-terminated" -> beEnded("SELECT pg_terminate_backend(%d)");
            case "pg-idle-session" -> beEnded("SELECT 1", "SET idle_session_timeout = '20ms'");
            case "pg-idle-in-transaction" ->
                    beEnded(
                            "SELECT 1",
                            "SET idle_in_transaction_session_timeout = '20ms'",
                            "BEGIN");
            case "pg-driver-timeout" ->
                    session((_, statement) -> {
                        statement.setQueryTimeout(1);
                        statement.execute("SELECT pg_sleep(30)");
                    });
            case "pg-cancelled" -> beCancelled();
            case "pg-failed-transaction" -> failTwice();
            case "pg-lock-timeout" -> waitFor("SET lock_timeout = '50ms'", "SELECT * FROM open");
            case "pg-lock-nowait" ->
                    waitFor("BEGIN", "LOCK TABLE open IN ACCESS SHARE MODE NOWAIT");
            case "pg-deadlock" -> deadlock();
            case "pg-serialization" -> changeWhatAnotherChanged();
            case "pg-refused" -> meet(Network.closed());
            case "pg-unknown-host" ->
                    Server.connect("jdbc:postgresql://no-such-host.invalid/x", "x", "x").close();
            case "pg-silent-login" -> meet(Network.silent(), "SELECT 1");
            case "pg-silent-statement" -> meet(server().port(), "SELECT pg_sleep(30)");
            case "pg-reset" -> meet(Network.cutting(server().port(), 200_000, true), ROWS);
            case "pg-truncated" -> meet(Network.cutting(server().port(), 200_000, false), ROWS);
            case "pg-not-postgres" -> meet(Network.answering("HTTP/1.1 400 Bad\r\n\r\n"), "");
            default -> throw new IllegalArgumentException("nobody provokes " + id);
        }
    }

    @FunctionalInterface
    private interface Deed {
        void with(Connection connection, Statement statement) throws Exception;
    }

    private static void session(Deed deed) throws Exception {
        try (Connection connection = server().connect();
                Statement statement = connection.createStatement()) {
            deed.with(connection, statement);
        }
    }

    private static void ask(String... statements) throws Exception {
        session((_, statement) -> {
            for (String sql : statements) statement.execute(sql);
        });
    }

    private static void logIn(String database, String user, String password) throws SQLException {
        Server.connect(Server.url(server().port(), database), user, password).close();
    }

    private static void knockAtAServerThatGoesDown() throws Exception {
        try (var going = Server.start(folder.resolve("going"));
                Connection _ = going.connect()) {
            going.goDown();
            await().atMost(PATIENCE).ignoreExceptions().until(() -> refuses(going));
            going.connect().close();
        }
    }

    private static boolean refuses(Server going) {
        try (Connection _ = going.connect()) {
            return false;
        } catch (SQLException _) {
            return true;
        }
    }

    /** Prepares a session, lets the server end it and asks once more. */
    private static void beEnded(String end, String... preparations) throws Exception {
        session((_, statement) -> {
            int backend;
            try (var row = statement.executeQuery("SELECT pg_backend_pid()")) {
                row.next();
                backend = row.getInt(1);
            }
            for (String sql : preparations) statement.execute(sql);
            server().execute(end.formatted(backend));
            String gone =
                    "SELECT count(*) = 0 FROM pg_stat_activity WHERE pid = %d".formatted(backend);
            await().atMost(PATIENCE).until(() -> server().answers(gone));
            statement.execute("SELECT 1");
        });
    }

    private static void beCancelled() throws Exception {
        session((_, statement) -> {
            var cancelled =
                    CompletableFuture.runAsync(() -> {
                        awaitBusy("pg_sleep(30)");
                        try {
                            statement.cancel();
                        } catch (SQLException e) {
                            throw new IllegalStateException(e);
                        }
                    });
            try {
                statement.execute("SELECT pg_sleep(30)");
            } finally {
                cancelled.join();
            }
        });
    }

    private static void failTwice() throws Exception {
        session((connection, statement) -> {
            connection.setAutoCommit(false);
            try {
                statement.execute("SELECT 1 / 0");
            } catch (SQLException _) {
                // the one that spoils the transaction
            }
            statement.execute("SELECT 1");
        });
    }

    private static void waitFor(String... statements) throws Exception {
        try (Connection holder = server().connect();
                var lock = holder.createStatement()) {
            holder.setAutoCommit(false);
            lock.execute("LOCK TABLE open IN ACCESS EXCLUSIVE MODE");
            ask(statements);
        }
    }

    /** Each waits for the other's row; the server looks for circles at once and ends ours. */
    private static void deadlock() throws Exception {
        server().execute("ALTER ROLE postgres SET deadlock_timeout = '1h'");
        try (Connection patient = Server.connect(server().url(), "postgres", "");
                var theirs = patient.createStatement()) {
            patient.setAutoCommit(false);
            theirs.execute("UPDATE open SET a = a WHERE a = 1");
            session((connection, statement) -> {
                connection.setAutoCommit(false);
                statement.execute("UPDATE open SET a = a WHERE a = 2");
                var waiting =
                        CompletableFuture.runAsync(() -> {
                            try {
                                theirs.execute("UPDATE open SET a = a WHERE a = 2");
                                patient.rollback();
                            } catch (SQLException e) {
                                throw new IllegalStateException(e);
                            }
                        });
                await().atMost(PATIENCE).until(() -> server().answers(WAITING));
                try {
                    statement.execute("UPDATE open SET a = a WHERE a = 1");
                } finally {
                    connection.rollback();
                    waiting.join();
                }
            });
        }
    }

    private static final String WAITING =
            "SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event_type = 'Lock'";

    private static void changeWhatAnotherChanged() throws Exception {
        session((connection, statement) -> {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            statement.execute("SELECT a FROM open");
            ask("UPDATE open SET a = a");
            statement.execute("UPDATE open SET a = a");
        });
    }

    private static void awaitBusy(String query) {
        String busy =
                "SELECT count(*) > 0 FROM pg_stat_activity WHERE query LIKE '%%%s' AND pid <> pg_backend_pid()"
                        .formatted(query);
        await().atMost(PATIENCE).until(() -> server().answers(busy));
    }

    private static void meet(Network.Behaviour behaviour, String sql) throws Exception {
        try (var port = Network.open(behaviour)) {
            meet(port.getLocalPort(), sql);
        }
    }

    private static void meet(int port) throws Exception {
        meet(port, "SELECT 1");
    }

    private static void meet(int port, String sql) throws Exception {
        try (Connection connection =
                        Server.connect(
                                Server.url(port, "postgres"),
                                "andon",
                                Server.PASSWORD,
                                "socketTimeout",
                                "1",
                                "sslmode",
                                "disable",
                                "gssEncMode",
                                "disable");
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) rows.getString(1);
        }
    }

    private static Server server() {
        if (started == null) throw new IllegalStateException("not started");
        return started;
    }
}
