package io.andon.routes.source.real;

import static io.andon.cache.DegradedCode.DB_POOL_EXHAUSTED;
import static io.andon.cache.DegradedCode.DB_QUERY_TIMEOUT;
import static io.andon.cache.DegradedCode.DB_UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.andon.processors.FailureClassifier;
import io.andon.processors.source.SourceSession;
import io.andon.routes.Configuration;
import io.andon.routes.source.Pools;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why a session cannot be had: HikariCP says it in one way, the pools in two. */
class PoolsTest {
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
        Map<String, String> settings =
                Map.of(
                        "andon.plant",
                        "demo",
                        "andon.data-dir",
                        state.toString(),
                        "andon.db.url",
                        url,
                        "andon.db.user",
                        user,
                        "andon.db.password",
                        user.equals(Postgres.READER) ? Postgres.PASSWORD : "",
                        "andon.db.socket-timeout",
                        "2s",
                        "andon.db.query-timeout",
                        "500ms",
                        "andon.db.lock-timeout",
                        "100ms",
                        "andon.refresh.parallel",
                        "1");
        return Pools.open(
                Configuration.read(RunningAndon.home(), Map.of(), settings).settings(),
                "demo",
                null);
    }
}
