package io.andon.processors.failure;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every failure of H2, on a real one. */
final class H2FailuresTest {
    private static final String URL = "jdbc:h2:mem:failures;LOCK_TIMEOUT=50";
    private static final String LONG =
            "SELECT SUM(A.X + B.X) FROM SYSTEM_RANGE(1, 1000000) A, SYSTEM_RANGE(1, 1000000) B";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private @Nullable Connection keeper;

    @BeforeEach
    void open() throws SQLException {
        keeper = DriverManager.getConnection(URL, "sa", "right");
        try (var statement = keeper.createStatement()) {
            statement.execute("CREATE TABLE T (A INT PRIMARY KEY)");
            statement.execute("INSERT INTO T VALUES (1), (2)");
            statement.execute("CREATE USER READER PASSWORD 'x'");
        }
    }

    @AfterEach
    void close() throws SQLException {
        if (keeper != null) keeper.close();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void whatARealDatabaseSaysIsRecognised(FailureRow row) {
        row.assertThatIsWhatComesOf(() -> provoke(row.id()));
    }

    static Stream<FailureRow> rows() {
        return FailureRow.of("H2", "server");
    }

    private void provoke(String id) throws Exception {
        switch (id) {
            case "h2-wrong-password" -> DriverManager.getConnection(URL, "sa", "wrong").close();
            case "h2-no-database" ->
                    DriverManager.getConnection("jdbc:h2:mem:none;IFEXISTS=TRUE", "x", "").close();
            case "h2-no-privilege" -> ask("READER", "x", "SELECT * FROM T");
            case "h2-closed" -> closeUnderTheSession();
            case "h2-query-timeout" -> ask("sa", "right", "SET QUERY_TIMEOUT 50", LONG);
            case "h2-cancelled" -> beCancelled();
            case "h2-lock-timeout" -> waitForALock();
            case "h2-deadlock" -> deadlock();
            case "h2-syntax" -> ask("sa", "right", "SELEKT 1");
            case "h2-no-table" -> ask("sa", "right", "SELECT * FROM NOWHERE");
            case "h2-no-column" -> ask("sa", "right", "SELECT B FROM T");
            case "h2-no-function" -> ask("sa", "right", "SELECT NOTHING(1)");
            case "h2-division" -> ask("sa", "right", "SELECT 1 / 0");
            case "h2-cast" -> ask("sa", "right", "SELECT CAST('x' AS INT)");
            default -> throw new IllegalArgumentException("nobody provokes " + id);
        }
    }

    private static void ask(String user, String password, String... statements)
            throws SQLException {
        try (Connection connection = DriverManager.getConnection(URL, user, password);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) statement.execute(sql);
        }
    }

    private void closeUnderTheSession() throws SQLException {
        try (Connection session = DriverManager.getConnection(URL, "sa", "right");
                Statement statement = session.createStatement()) {
            ask("sa", "right", "SHUTDOWN IMMEDIATELY");
            statement.executeQuery("SELECT * FROM T");
        } finally {
            keeper = null;
        }
    }

    private static void beCancelled() throws SQLException {
        try (Connection session = DriverManager.getConnection(URL, "sa", "right");
                Statement statement = session.createStatement()) {
            var cancelled =
                    CompletableFuture.runAsync(() -> {
                        await().atMost(PATIENCE).until(H2FailuresTest::isBusy);
                        try {
                            statement.cancel();
                        } catch (SQLException e) {
                            throw new IllegalStateException(e);
                        }
                    });
            try {
                statement.executeQuery(LONG);
            } finally {
                cancelled.join();
            }
        }
    }

    private static boolean isBusy() throws SQLException {
        String busy =
                "SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSIONS WHERE EXECUTING_STATEMENT LIKE '%SYSTEM_RANGE%'"
                        + " AND SESSION_ID <> SESSION_ID()";
        try (Connection other = DriverManager.getConnection(URL, "sa", "right");
                Statement statement = other.createStatement();
                var row = statement.executeQuery(busy)) {
            return row.next() && row.getInt(1) > 0;
        }
    }

    private static void waitForALock() throws SQLException {
        try (Connection holder = DriverManager.getConnection(URL, "sa", "right");
                Statement lock = holder.createStatement()) {
            holder.setAutoCommit(false);
            lock.execute("UPDATE T SET A = 9 WHERE A = 1");
            ask("sa", "right", "UPDATE T SET A = 8 WHERE A = 1");
        }
    }

    private static void deadlock() throws Exception {
        try (Connection one = DriverManager.getConnection(URL, "sa", "right");
                Connection two = DriverManager.getConnection(URL, "sa", "right");
                Statement ours = one.createStatement();
                Statement theirs = two.createStatement()) {
            one.setAutoCommit(false);
            two.setAutoCommit(false);
            theirs.execute("SET LOCK_TIMEOUT 30000");
            ours.execute("SET LOCK_TIMEOUT 30000");
            ours.execute("UPDATE T SET A = 9 WHERE A = 1");
            theirs.execute("UPDATE T SET A = 8 WHERE A = 2");
            var waiting =
                    CompletableFuture.runAsync(() -> {
                        try {
                            theirs.execute("UPDATE T SET A = 7 WHERE A = 1");
                        } catch (SQLException e) {
                            throw new IllegalStateException(e);
                        }
                    });
            try {
                ours.execute("UPDATE T SET A = 6 WHERE A = 2");
            } finally {
                one.rollback();
                waiting.join();
            }
        }
    }
}
