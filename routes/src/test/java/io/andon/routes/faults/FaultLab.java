package io.andon.routes.faults;

import static org.awaitility.Awaitility.await;

import io.andon.routes.running.Postgres;
import io.andon.routes.running.Reply;
import io.andon.routes.running.RunningAndon;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real database, a line to it that breaks, and an Andon that reads {@link LabPlant} over that
 * line with short limits.
 */
final class FaultLab implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Pattern LOGGED = Pattern.compile("(\\d+\\.\\d+)/andon/lab/reader:.*");

    private final Path folder;
    private final Postgres server;
    private final FaultProxy line;
    private final String counter = UUID.randomUUID().toString();
    private final int httpPort = RunningAndon.freePort();
    private final Map<String, String> more;
    private RunningAndon andon;

    private FaultLab(Path folder, Postgres server, FaultProxy line, Map<String, String> more) {
        this.folder = folder;
        this.server = server;
        this.line = line;
        this.more = more;
        andon = launch();
    }

    /** Opens everything and waits until all is sound. */
    static FaultLab open(Path folder, long seed) throws IOException, SQLException {
        return open(folder, seed, Map.of());
    }

    /**
     * The same.
     *
     * @param more settings beside {@link #settings}
     */
    static FaultLab open(Path folder, long seed, Map<String, String> more)
            throws IOException, SQLException {
        Postgres server = Postgres.start(folder.resolve("database"));
        LabPlant.fill(server, seed);
        var lab = new FaultLab(folder, server, new FaultProxy(at(server)), more);
        lab.awaitSound();
        lab.warmUp();
        return lab;
    }

    /** One lost connection and some reads: pools of threads have then their usual size. */
    private void warmUp() {
        try (var watch = Watch.begin(httpPort)) {
            line.reset();
            LabPlant.TABLES.forEach(andon::refresh);
            watch.awaitMore(100);
        }
        awaitSound();
    }

    /** Opens all but the database, which is down. */
    static FaultLab withoutDatabase(Path folder, long seed) throws IOException, SQLException {
        Postgres server = Postgres.start(folder.resolve("database"));
        LabPlant.fill(server, seed);
        server.stop();
        return new FaultLab(folder, server, new FaultProxy(at(server)), Map.of());
    }

    private static InetSocketAddress at(Postgres server) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    }

    private RunningAndon launch() {
        var settings = new HashMap<>(settings());
        settings.putAll(more);
        return RunningAndon.of(LabPlant.folder(folder), folder.resolve("state"), settings);
    }

    void stopAndon() {
        andon.close();
    }

    /** Starts Andon again on the same port and data. */
    void startAndon() {
        andon = launch();
    }

    Postgres server() {
        return server;
    }

    FaultProxy line() {
        return line;
    }

    RunningAndon andon() {
        return andon;
    }

    int httpPort() {
        return httpPort;
    }

    /** What one read of the lots brings over the line, by the driver's own rows. */
    long bytesOfLots() throws SQLException {
        return Long.parseLong(
                server.texts("SELECT sum(length(CAST(l AS text))) FROM mes.lot l").getFirst());
    }

    /** Puts a view of {@code mes.lot_kept}, which are the lots, in the place of the lots. */
    Fault.Cure replaceLots(String query) throws SQLException {
        server.execute(
                """
                ALTER TABLE mes.lot RENAME TO lot_kept;
                CREATE VIEW mes.lot AS %s;
                GRANT SELECT ON mes.lot TO PUBLIC
                """
                        .formatted(query));
        return () -> server.execute("DROP VIEW mes.lot; ALTER TABLE mes.lot_kept RENAME TO lot");
    }

    /** Keeps copies of the tables and changes them; the cure puts the copies in their place. */
    Fault.Cure changing(String sql) throws SQLException {
        server.execute(
                """
                DROP SCHEMA IF EXISTS kept CASCADE;
                CREATE SCHEMA kept;
                CREATE TABLE kept.lot AS TABLE mes.lot;
                CREATE TABLE kept.machine AS TABLE mes.machine;
                CREATE TABLE kept.machine_state AS TABLE mes.machine_state;
                """
                        + sql);
        return () ->
                server.execute(
                        """
                        DROP TABLE mes.lot, mes.machine, mes.machine_state;
                        ALTER TABLE kept.lot SET SCHEMA mes;
                        ALTER TABLE kept.machine SET SCHEMA mes;
                        ALTER TABLE kept.machine_state SET SCHEMA mes;
                        ALTER TABLE mes.lot ADD PRIMARY KEY (lot_id);
                        ALTER TABLE mes.machine ADD PRIMARY KEY (resource_id);
                        GRANT SELECT ON ALL TABLES IN SCHEMA mes TO PUBLIC
                        """);
    }

    /** Refreshes a table until a later version than now stands, and asks. */
    Reply readAgain(String table, String path) {
        long before = version(table);
        await("a later version of " + table)
                .atMost(PATIENCE)
                .until(() -> {
                    andon.refresh(table);
                    return version(table) > before;
                });
        return andon.http.get(path);
    }

    private long version(String table) {
        return andon.http.get(Watch.PATHS.getLast()).versions().getOrDefault(table, 0L);
    }

    /** Ends every session of Andon's at the server. */
    void terminateSessions() throws SQLException {
        server.texts(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '%s'"
                        .formatted(Postgres.READER));
    }

    /** Ends the sessions that have been reading a table for so long; how many there were. */
    int terminateReads(String table, Duration running) throws SQLException {
        return server.texts(
                        """
                        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                        WHERE application_name = 'andon/lab/reader' AND state = 'active'
                          AND query LIKE '%%%s%%'
                          AND clock_timestamp() - query_start > INTERVAL '%d milliseconds'
                        """
                                .formatted(LabPlant.mark(table), running.toMillis()))
                .size();
    }

    /** Waits until nothing is wrong with any table. */
    void awaitSound() {
        await("no table is degraded")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(this::isSound);
    }

    boolean isSound() {
        return andon.http.get("/health").json().path("state").asText().equals("UP")
                && Watch.PATHS.stream().allMatch(path -> isSound(andon.http.get(path)));
    }

    private static boolean isSound(Reply reply) {
        return reply.status() == 200 && reply.degraded().isEmpty();
    }

    /** When each call to the database began, by {@link System#nanoTime}. */
    List<Long> calls() {
        return CountedSockets.calls(counter);
    }

    /** When the server began to read a table for Andon, in epoch milliseconds. */
    List<Long> reads(String table) {
        String mark = LabPlant.mark(table);
        var reads = new ArrayList<Long>();
        for (String each : server.log()) {
            if (!each.contains(mark) || !each.contains("LOG:  execute")) continue;
            Matcher logged = LOGGED.matcher(each);
            if (logged.matches() && !each.contains("execute fetch")) {
                reads.add((long) (Double.parseDouble(logged.group(1)) * 1_000));
            }
        }
        return reads;
    }

    /** What no body may say: everything that only the inside knows. */
    List<String> secrets() {
        return List.of(
                "127.0.0.1",
                "localhost",
                ":" + server.port(),
                ":" + line.port(),
                "postgres",
                "jdbc",
                "pg_",
                Postgres.PASSWORD,
                "user \\\"" + Postgres.READER,
                "mes.",
                "select ",
                "reads lots",
                folder.toString(),
                ".sql",
                ".java",
                "io.andon",
                "org.",
                "com.",
                "java.",
                "exception",
                "hikari",
                "camel");
    }

    /** How Andon reaches the database over the line, with short limits. */
    Map<String, String> settings() {
        return Map.ofEntries(
                Map.entry("andon.http.port", Integer.toString(httpPort)),
                Map.entry(
                        "andon.db.url",
                        "jdbc:postgresql://127.0.0.1:%d/postgres?%s"
                                .formatted(line.port(), CountedSockets.parameters(counter))),
                Map.entry("andon.db.user", Postgres.READER),
                Map.entry("andon.db.password", Postgres.PASSWORD),
                Map.entry("andon.db.connect-timeout", "2s"),
                Map.entry("andon.db.query-timeout", "3s"),
                Map.entry("andon.db.lock-timeout", "1s"),
                Map.entry("andon.db.socket-timeout", "4s"),
                Map.entry("andon.db.pool.acquire-timeout", "1s"));
    }

    @Override
    public void close() throws IOException {
        andon.close();
        line.close();
        server.close();
    }
}
