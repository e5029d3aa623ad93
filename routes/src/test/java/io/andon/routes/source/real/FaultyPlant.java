package io.andon.routes.source.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.andon.routes.plant.PlantFolder;
import io.andon.routes.running.Postgres;
import io.andon.routes.source.real.RunningAndon.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A running Andon on a small PostgreSQL plant that a test may break: whatever happens, the last
 * good figures stay, under the right code, and the first refresh that works again clears it.
 */
abstract class FaultyPlant {
    static final Duration PATIENCE = Duration.ofSeconds(15);
    static final String SUMMARY = "/api/wip/overview/summary";
    static final String MACHINES = "/api/resource/status/summary";

    /** Lets no tick in between: every refresh is the test's own. Three lots may become one. */
    static final String PLANT =
            """
            title: Faults
            timeZone: Europe/Berlin
            tables:
              lots: {period: 1h, readDeadline: 1s, gates: {dropMax: 70%}}
              resources: {period: 1h, readDeadline: 10s}
            """;

    @TempDir private static Path folder = Path.of("");
    private static Optional<Postgres> postgres = Optional.empty();
    private static Optional<RunningAndon> running = Optional.empty();

    @BeforeAll
    static void start() throws Exception {
        Postgres server = Postgres.start(folder.resolve("database"));
        postgres = Optional.of(server);
        fill();
        running = Optional.of(launch(folder));
        mended();
    }

    @AfterAll
    static void stop() throws IOException {
        running.ifPresent(RunningAndon::close);
        if (postgres.isPresent()) postgres.get().close();
    }

    @BeforeEach
    void startsFromGoodData() throws SQLException {
        fill();
        mended();
    }

    static RunningAndon launch(Path folder) throws Exception {
        Path plant =
                PlantFolder.create(folder.resolve("faults"))
                        .yaml(PLANT)
                        .sql("lots", "SELECT * FROM mes.lot")
                        .sql("resources", "SELECT resource_id, name, workcenter FROM mes.machine")
                        .folder();
        Map<String, String> settings =
                Map.of(
                        "andon.db.url",
                        server().url(),
                        "andon.db.user",
                        Postgres.READER,
                        "andon.db.password",
                        Postgres.PASSWORD,
                        "andon.db.lock-timeout",
                        "200ms",
                        "andon.db.pool.acquire-timeout",
                        "1s",
                        "andon.db.socket-timeout",
                        "8s",
                        "andon.db.query-timeout",
                        "8s",
                        "andon.db.pool.login-pause",
                        "1s");
        return RunningAndon.start(plant.toString(), folder.resolve("state"), settings);
    }

    /** Starts anew with nothing read: columns that were shown may go only with a new start. */
    static void relaunch() throws Exception {
        fill();
        andon().close();
        running = Optional.of(launch(Files.createTempDirectory(folder, "again")));
        mended();
    }

    /** 3 lots of 60 pieces, 2 machines. */
    static void fill() throws SQLException {
        server().execute(
                        """
                        DROP SCHEMA IF EXISTS mes CASCADE;
                        CREATE SCHEMA mes;
                        CREATE TABLE mes.lot (
                          lot_id text, qty integer, workcenter text, package text);
                        INSERT INTO mes.lot VALUES
                          ('L1', 10, 'ETCH', 'QFN'), ('L2', 20, 'ETCH', 'BGA'),
                          ('L3', 30, 'LITHO', 'QFN');
                        CREATE TABLE mes.machine (resource_id text, name text, workcenter text);
                        INSERT INTO mes.machine VALUES
                          ('M1', 'Etcher', 'ETCH'), ('M2', 'Stepper', 'LITHO');
                        GRANT USAGE ON SCHEMA mes TO PUBLIC;
                        GRANT SELECT ON ALL TABLES IN SCHEMA mes TO %s
                        """
                                .formatted(Postgres.READER));
    }

    static long version() {
        return andon().ask(SUMMARY).body().at("/meta/versions/lots").asLong();
    }

    /** The figures and version of before, and the code that says why. */
    static void staysAt(long version, String code) {
        Reply reply = andon().ask(SUMMARY);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.degraded()).containsExactly(code);
        assertThat(version()).isEqualTo(version);
        assertThat(reply.data().get("lots").asInt()).isEqualTo(3);
        assertThat(reply.data().get("qty").asInt()).isEqualTo(60);
    }

    /** Refreshes until both tables are good again; a pool may first have to drop dead sessions. */
    static void mended() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> {
                    andon().refresh("lots");
                    andon().refresh("resources");
                    assertThat(andon().ask(SUMMARY).degraded()).isEmpty();
                    assertThat(andon().ask(MACHINES).degraded()).isEmpty();
                    assertThat(andon().data(SUMMARY).get("lots").asInt()).isEqualTo(3);
                });
    }

    static RunningAndon andon() {
        return running.orElseThrow();
    }

    static Postgres server() {
        return postgres.orElseThrow();
    }
}
