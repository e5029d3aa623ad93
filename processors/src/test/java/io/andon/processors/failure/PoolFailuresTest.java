package io.andon.processors.failure;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One exception of HikariCP, many meanings: each from a real pool. */
final class PoolFailuresTest {
    @TempDir private Path folder = Path.of("");

    @ParameterizedTest
    @MethodSource("rows")
    void whatARealPoolSaysIsRecognised(FailureRow row) {
        row.assertThatIsWhatComesOf(() -> provoke(row.id()));
    }

    static Stream<FailureRow> rows() {
        return FailureRow.of("HikariCP", "server");
    }

    private void provoke(String id) throws Exception {
        switch (id) {
            case "pool-full" -> {
                try (var pool = pool("jdbc:h2:mem:pool", "x");
                        Connection _ = pool.getConnection()) {
                    pool.getConnection().close();
                }
            }
            case "pool-refused" -> borrow(Server.url(Network.closed(), "x"), "x");
            case "pool-auth" -> {
                try (var server = Server.start(folder.resolve("data"))) {
                    borrow(server.url(), "wrong");
                }
            }
            case "pool-silent" -> {
                try (var port = Network.open(Network.silent())) {
                    borrow(Server.url(port.getLocalPort(), "x") + "?loginTimeout=30", "x");
                }
            }
            default -> throw new IllegalArgumentException("nobody provokes " + id);
        }
    }

    private static void borrow(String url, String password) throws SQLException {
        try (var pool = pool(url, password)) {
            pool.getConnection().close();
        }
    }

    private static HikariDataSource pool(String url, String password) {
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername("andon");
        config.setPassword(password);
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(1_000);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }
}
