package io.andon.processors.failure;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** A PostgreSQL server with one role for each way of being refused. */
final class Server implements AutoCloseable {
    static final String PASSWORD = "only to read";

    private final EmbeddedPostgres running;
    private final Path folder;

    private Server(EmbeddedPostgres running, Path folder) {
        this.running = running;
        this.folder = folder;
    }

    static Server start(Path folder) throws IOException, SQLException {
        var server =
                new Server(
                        EmbeddedPostgres.builder()
                                .setDataDirectory(folder)
                                .setServerConfig("deadlock_timeout", "20ms")
                                .start(),
                        folder);
        Files.writeString(
                folder.resolve("pg_hba.conf"),
                """
                host forbidden all 127.0.0.1/32 reject
                host all postgres,nobody,silent 127.0.0.1/32 trust
                host all all 127.0.0.1/32 scram-sha-256
                """,
                StandardOpenOption.TRUNCATE_EXISTING);
        server.execute(
                "SELECT pg_reload_conf()",
                "CREATE ROLE andon LOGIN PASSWORD '%s'".formatted(PASSWORD),
                "CREATE ROLE crowded LOGIN CONNECTION LIMIT 0 PASSWORD '%s'".formatted(PASSWORD),
                "CREATE ROLE silent",
                "CREATE TABLE secret (a integer)",
                "CREATE TABLE open (a integer)",
                "INSERT INTO open VALUES (1), (2)",
                "GRANT ALL ON open TO andon",
                """
                CREATE FUNCTION fail(state text) RETURNS integer LANGUAGE plpgsql AS
                $$ BEGIN RAISE 'provoked' USING ERRCODE = state; END $$
                """,
                """
                CREATE FUNCTION deeper(n integer) RETURNS integer LANGUAGE plpgsql AS
                $$ BEGIN RETURN deeper(n + 1) + 1; END $$
                """);
        return server;
    }

    int port() {
        return running.getPort();
    }

    String url() {
        return url(port(), "postgres");
    }

    static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    /** A session of the reader. */
    Connection connect() throws SQLException {
        return connect(url(), "andon", PASSWORD);
    }

    static Connection connect(String url, String user, String password, String... properties)
            throws SQLException {
        var all = new Properties();
        all.setProperty("user", user);
        all.setProperty("password", password);
        for (int at = 0; at < properties.length; at += 2) {
            all.setProperty(properties[at], properties[at + 1]);
        }
        return DriverManager.getConnection(url, all);
    }

    /** As the superuser. */
    void execute(String... statements) throws SQLException {
        try (Connection connection = connect(url(), "postgres", "");
                var statement = connection.createStatement()) {
            for (String sql : statements) statement.execute(sql);
        }
    }

    boolean answers(String question) throws SQLException {
        try (Connection connection = connect(url(), "postgres", "");
                var statement = connection.createStatement();
                var row = statement.executeQuery(question)) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** Lets nobody in any more, and stays while somebody is in: what SIGTERM asks for. */
    void goDown() throws IOException {
        String pid = Files.readAllLines(folder.resolve("postmaster.pid")).getFirst();
        ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow().destroy();
    }

    @Override
    public void close() throws IOException {
        running.close();
    }
}
