package io.andon.routes.source.real;

import static io.andon.cache.DegradedCode.DB_AUTH_FAILED;
import static io.andon.cache.DegradedCode.DB_POOL_EXHAUSTED;
import static io.andon.cache.DegradedCode.DB_QUERY_TIMEOUT;
import static io.andon.cache.DegradedCode.DB_UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.andon.processors.FailureClassifier;
import io.andon.processors.source.SourceSession;
import io.andon.routes.Configuration;
import io.andon.routes.running.Postgres;
import io.andon.routes.source.Pools;
import io.andon.routes.source.SourcePool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why a session cannot be had: HikariCP says it in one way, the pools in two. */
class PoolsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ENDLESS =
            "SELECT SUM(A.X + B.X) FROM SYSTEM_RANGE(1, 1000000) A, SYSTEM_RANGE(1, 1000000) B";

    @TempDir private Path state = Path.of("");

    @Test
    void aFullPoolIsSaidToBeFull() throws SQLException {
        try (var pools = pools("jdbc:h2:mem:full;DB_CLOSE_DELAY=-1");
                var first = SourceSession.open(pools.reader())) {
            assertThat(first.product()).startsWith("H2");

            Throwable failure = catchThrowable(() -> SourceSession.open(pools.reader()));

            assertThat(FailureClassifier.classify(failure)).isEqualTo(DB_POOL_EXHAUSTED);
        }
    }

    @Test
    void aServerThatTakesACallAndKeepsSilentIsATimeOut() throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var pools =
                        pools(
                                "jdbc:postgresql://127.0.0.1:%d/x"
                                        .formatted(silent.getLocalPort()))) {
            Throwable failure = catchThrowable(() -> SourceSession.open(pools.reader()));

            assertThat(FailureClassifier.classify(failure)).isEqualTo(DB_QUERY_TIMEOUT);
        }
    }

    @Test
    void aRefusedCallIsUnreachable() throws Exception {
        int port;
        try (var closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        try (var pools = pools("jdbc:postgresql://127.0.0.1:%d/x".formatted(port))) {
            Throwable failure = catchThrowable(() -> SourceSession.open(pools.reader()));

            assertThat(FailureClassifier.classify(failure)).isEqualTo(DB_UNREACHABLE);
        }
    }

    /** Rights come by table, by role and by being the superuser; each is one too many. */
    @Test
    void aPostgresUserWhoMayWriteIsSeen() throws Exception {
        try (var server = Postgres.start(state.resolve("database"))) {
            server.execute(
                    "CREATE TABLE t (a integer); CREATE ROLE writers; GRANT INSERT ON t TO writers");

            assertThat(mayWrite(server, Postgres.READER)).isFalse();
            server.execute("GRANT writers TO " + Postgres.READER);
            assertThat(mayWrite(server, Postgres.READER)).isTrue();
            assertThat(mayWrite(server, "postgres")).isTrue();
        }
    }

    /** The server enforces it, whatever the user may do and whatever the driver was told. */
    @Test
    void aQuestionIsReadOnlyNamedAndEndedByTheServer() throws Exception {
        try (var server = Postgres.start(state.resolve("database"));
                var pools = pools(server.url(), "postgres");
                var connection = pools.query().getConnection();
                var statement = connection.createStatement()) {
            assertThat(setting(statement, "application_name")).isEqualTo("andon/demo/query");
            assertThat(setting(statement, "default_transaction_read_only")).isEqualTo("on");
            assertThat(setting(statement, "lock_timeout")).isEqualTo("100ms");
            assertThat(
                            FailureClassifier.classify(
                                    catchThrowable(() -> statement.execute("SELECT pg_sleep(9)"))))
                    .isEqualTo(DB_QUERY_TIMEOUT);
            assertThat(catchThrowable(() -> statement.execute("CREATE TABLE written (a integer)")))
                    .hasMessageContaining("read-only");
        }
    }

    /** Asked of the server, not of the settings: its own names and units. */
    @Test
    void everyPoolReportsTheLimitsThatItsSessionsUnderstood() throws Exception {
        try (var server = Postgres.start(state.resolve("database"));
                var pools = pools(server.url(), Postgres.READER)) {
            for (SourcePool pool : pools.all()) {
                assertThat(pool.openedAt()).isEmpty();
                pool.getConnection().close();
            }
            assertThat(pools.all())
                    .extracting(SourcePool::understood)
                    .containsExactly(
                            understood("reader", "0ms"),
                            understood("query", "2000ms"),
                            understood("health", "3000ms"));
            assertThat(pools.all())
                    .extracting(SourcePool::silenceMax)
                    .containsExactly(
                            Optional.of(Duration.ofSeconds(4)),
                            Optional.of(Duration.ofSeconds(4)),
                            Optional.of(Duration.ofSeconds(3)));
        }
    }

    private static Map<String, String> understood(String pool, String statement) {
        return Map.of(
                "application_name",
                "andon/demo/" + pool,
                "default_transaction_read_only",
                "on",
                "lock_timeout",
                "100ms",
                "statement_timeout",
                statement);
    }

    @Test
    void h2UnderstandsItsLimitsToo() throws Exception {
        try (var pools = pools("jdbc:h2:mem:limits");
                var connection = pools.query().getConnection();
                var statement = connection.createStatement()) {
            assertThat(pools.all().get(1).understood())
                    .isEqualTo(Map.of("LOCK_TIMEOUT", "100ms", "QUERY_TIMEOUT", "2000ms"));
            assertThat(FailureClassifier.classify(catchThrowable(() -> statement.execute(ENDLESS))))
                    .isEqualTo(DB_QUERY_TIMEOUT);
        }
    }

    /** HikariCP alone would try some eight times in one wait of 2 s. */
    @Test
    void aWrongPasswordIsTriedOnceByAllPoolsTogether() throws Exception {
        var logins = new AtomicInteger();
        try (var server = Postgres.start(state.resolve("database"));
                var counted = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            int port = URI.create(server.url().substring("jdbc:".length())).getPort();
            Thread.ofVirtual().start(() -> passOn(counted, port, logins));
            String url =
                    "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(counted.getLocalPort());
            try (var pools = pools(url, Postgres.READER, "wrong")) {
                for (SourcePool pool : pools.all()) {
                    Throwable failure = catchThrowable(pool::getConnection);
                    assertThat(FailureClassifier.classify(failure)).isEqualTo(DB_AUTH_FAILED);
                }
            }
        }
        assertThat(logins).hasValue(1);
    }

    private static void passOn(ServerSocket from, int port, AtomicInteger calls) {
        while (!from.isClosed()) {
            try {
                Socket caller = from.accept();
                var server = new Socket(InetAddress.getLoopbackAddress(), port);
                calls.incrementAndGet();
                Thread.ofVirtual().start(() -> pump(caller, server));
                Thread.ofVirtual().start(() -> pump(server, caller));
            } catch (IOException _) {
                return; // closed: the test is over
            }
        }
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            // the other side hung up
        }
    }

    @Test
    void aLeakedConnectionIsTakenBackFromWhoeverHoldsIt() throws Exception {
        try (var server = Postgres.start(state.resolve("database"));
                var pools = pools(server.url(), Postgres.READER);
                var kept = pools.query().getConnection();
                var statement = kept.createStatement()) {
            statement.execute("SELECT 1");
            await().atMost(PATIENCE)
                    .until(() -> pools.query().getHikariPoolMXBean().getActiveConnections() == 0);

            assertThat(kept.isClosed()).isTrue();
            assertThat(FailureClassifier.classify(catchThrowable(kept::createStatement)))
                    .isEqualTo(DB_UNREACHABLE);
            assertThat(catchThrowable(() -> statement.execute("SELECT 1"))).isNotNull();
            try (var other = pools.query().getConnection()) {
                giveBack(kept);
                assertThat(other.isValid(1)).isTrue();
            }
        }
    }

    private static void giveBack(Connection connection) throws SQLException {
        connection.close();
    }

    /** One session established and in use, one attempt under way; the server answers neither. */
    @Test
    void closingDoesNotWaitForASilentServer() throws Exception {
        try (var server = Postgres.start(state.resolve("database"))) {
            var pools = pools(server.url(), Postgres.READER);
            var used = SourceSession.open(pools.reader());
            assertThat(used.product()).startsWith("PostgreSQL");
            List<ProcessHandle> processes = processes(server);
            signal("STOP", processes);
            try {
                assertThat(
                                FailureClassifier.classify(
                                        catchThrowable(() -> pools.query().getConnection())))
                        .isEqualTo(DB_QUERY_TIMEOUT);
                long begun = System.nanoTime();
                pools.close();
                assertThat(Duration.ofNanos(System.nanoTime() - begun))
                        .isLessThan(Duration.ofSeconds(5));
            } finally {
                signal("CONT", processes);
            }
        }
    }

    private static List<ProcessHandle> processes(Postgres server) throws SQLException {
        String backend = "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'andon/%'";
        ProcessHandle session =
                ProcessHandle.of(Long.parseLong(server.texts(backend).getFirst())).orElseThrow();
        return List.of(session.parent().orElseThrow(), session);
    }

    private static void signal(String name, List<ProcessHandle> processes) throws Exception {
        for (ProcessHandle each : processes) {
            int code = new ProcessBuilder("kill", "-" + name, "" + each.pid()).start().waitFor();
            assertThat(code).isZero();
        }
    }

    private static String setting(Statement statement, String name) throws SQLException {
        try (var row = statement.executeQuery("SHOW " + name)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    private boolean mayWrite(Postgres server, String user) throws SQLException {
        try (var pools = pools(server.url(), user);
                var session = SourceSession.open(pools.reader())) {
            return session.mayWrite();
        }
    }

    private Pools pools(String url) {
        return pools(url, "sa");
    }

    private Pools pools(String url, String user) {
        return pools(url, user, user.equals(Postgres.READER) ? Postgres.PASSWORD : "");
    }

    private Pools pools(String url, String user, String password) {
        Map<String, String> settings =
                Map.ofEntries(
                        Map.entry("andon.plant", "demo"),
                        Map.entry("andon.data-dir", state.toString()),
                        Map.entry("andon.db.url", url),
                        Map.entry("andon.db.user", user),
                        Map.entry("andon.db.password", password),
                        Map.entry("andon.db.socket-timeout", "4s"),
                        Map.entry("andon.db.query-timeout", "2s"),
                        Map.entry("andon.db.lock-timeout", "100ms"),
                        Map.entry("andon.db.pool.acquire-timeout", "2s"),
                        Map.entry("andon.db.pool.leak-after", "3s"),
                        Map.entry("andon.refresh.parallel", "1"));
        return Pools.open(
                Configuration.read(RunningAndon.home(), Map.of(), settings).settings(),
                "demo",
                null);
    }
}
