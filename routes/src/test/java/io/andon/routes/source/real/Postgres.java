package io.andon.routes.source.real;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of its own with a superuser, who needs no password, and the user {@value
 * #READER}, who does. It can be stopped and started again on its data and port.
 */
final class Postgres implements AutoCloseable {
    static final String READER = "andon";
    static final String PASSWORD = "only to read";
    private static final String SUPERUSER = "postgres";

    private final Path folder;
    private @Nullable EmbeddedPostgres server;
    private int port;

    private Postgres(Path folder) {
        this.folder = folder;
    }

    static Postgres start(Path folder) throws IOException, SQLException {
        var postgres = new Postgres(folder);
        postgres.start();
        Files.writeString(
                folder.resolve("pg_hba.conf"),
                """
                host all postgres 127.0.0.1/32 trust
                host all all 127.0.0.1/32 scram-sha-256
                """,
                StandardOpenOption.TRUNCATE_EXISTING);
        postgres.execute("SELECT pg_reload_conf()");
        postgres.execute("CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(READER, PASSWORD));
        return postgres;
    }

    void start() throws IOException {
        server =
                EmbeddedPostgres.builder()
                        .setDataDirectory(folder)
                        .setCleanDataDirectory(false)
                        .setPort(port)
                        .start();
        port = server.getPort();
    }

    void stop() throws IOException {
        EmbeddedPostgres running = server;
        server = null;
        if (running != null) running.close();
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port);
    }

    /** A session of the superuser. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), SUPERUSER, "");
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of every row. */
    List<String> texts(String sql) throws SQLException {
        var texts = new ArrayList<String>();
        try (Connection connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) texts.add(rows.getString(1));
        }
        return texts;
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
