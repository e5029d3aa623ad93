package io.andon.routes.running;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of its own with a superuser, who needs no password, and the user {@value
 * #READER}, who does. It keeps data and port over any number of stops and starts, and writes every
 * statement to a log that {@link #log} reads.
 */
public final class Postgres implements AutoCloseable {
    public static final String READER = "andon";
    public static final String PASSWORD = "only to read";
    private static final String SUPERUSER = "postgres";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Each line of the log: epoch seconds, the session's name, what it did. */
    private static final String[] LOGGING = {
        "logging_collector", "on",
        "log_directory", "log",
        "log_filename", "server.log",
        "log_statement", "all",
        "log_connections", "on",
        "log_line_prefix", "%n/%a:"
    };

    private final Path folder;
    private final EmbeddedPostgres first;
    private final Path control;

    private Postgres(Path folder, EmbeddedPostgres first) throws IOException {
        this.folder = folder;
        this.first = first;
        Path program = Path.of("/proc/%d/exe".formatted(postmaster().pid())).toRealPath();
        control = program.resolveSibling("pg_ctl");
    }

    public static Postgres start(Path folder) throws IOException, SQLException {
        var builder = EmbeddedPostgres.builder().setDataDirectory(folder);
        for (int i = 0; i < LOGGING.length; i += 2) {
            builder.setServerConfig(LOGGING[i], LOGGING[i + 1]);
        }
        var postgres = new Postgres(folder, builder.setCleanDataDirectory(false).start());
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

    /** How a server is told to go. */
    public enum Stop {
        /** Ends every session and writes a checkpoint. */
        FAST("INT"),
        /** As a power cut: the next start recovers. */
        IMMEDIATE("QUIT");

        private final String signal;

        Stop(String signal) {
            this.signal = signal;
        }
    }

    /** Starts again; back when the server takes sessions. */
    public void start() {
        run("-w", "-t", "30");
    }

    /** Starts again; back at once. */
    public void startWithoutWaiting() {
        run("-W");
    }

    public void stop() {
        stop(Stop.FAST);
    }

    public void stop(Stop how) {
        ProcessHandle server = postmaster();
        signal(how.signal, server.pid());
        await().atMost(PATIENCE).until(() -> !server.isAlive());
    }

    /** Lets every process of the server stand still: it takes calls and answers none. */
    public void freeze() {
        processes().forEach(each -> signal("STOP", each.pid()));
    }

    public void thaw() {
        processes().forEach(each -> signal("CONT", each.pid()));
    }

    /**
     * Starts as a server in recovery, which takes no sessions (SQLSTATE 57P03) until {@link
     * #promote}.
     */
    public void startInRecovery() throws IOException {
        Files.createFile(folder.resolve("standby.signal"));
        run("-W", "-o", "-c hot_standby=off");
    }

    public void promote() throws IOException {
        Files.createFile(folder.resolve("promote"));
        signal("USR1", postmaster().pid());
    }

    public int port() {
        return first.getPort();
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port());
    }

    /** A session of the superuser. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), SUPERUSER, "");
    }

    public void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of every row. */
    public List<String> texts(String sql) throws SQLException {
        var texts = new ArrayList<String>();
        try (Connection connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) texts.add(rows.getString(1));
        }
        return texts;
    }

    /** What the server has logged since its first start. */
    public List<String> log() {
        try {
            return Files.readAllLines(folder.resolve("log/server.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        first.close();
    }

    private ProcessHandle postmaster() {
        try (Stream<String> lines = Files.lines(folder.resolve("postmaster.pid"))) {
            long pid = Long.parseLong(lines.findFirst().orElseThrow());
            return ProcessHandle.of(pid).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Stream<ProcessHandle> processes() {
        ProcessHandle server = postmaster();
        return Stream.concat(Stream.of(server), server.descendants());
    }

    private void run(String... how) {
        var options = new StringBuilder("-F -p ").append(port());
        for (int i = 0; i < LOGGING.length; i += 2) {
            options.append(" -c '%s=%s'".formatted(LOGGING[i], LOGGING[i + 1]));
        }
        // PostgreSQL refuses to run as root; in a user namespace of its own it is nobody.
        var command = new ArrayList<String>();
        if (System.getProperty("user.name").equals("root"))
            command.addAll(List.of("unshare", "-U"));
        command.addAll(List.of(control.toString(), "start"));
        command.addAll(List.of("-D", folder.toString(), "-o", options.toString()));
        command.addAll(List.of(how));
        int code = exitOf(command);
        if (code != 0) throw new AssertionError(command + " ended with " + code);
    }

    private static void signal(String name, long pid) {
        exitOf(List.of("kill", "-" + name, Long.toString(pid)));
    }

    private static int exitOf(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
