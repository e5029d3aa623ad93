package io.andon.routes.promises;

import static io.andon.routes.running.RunningAndon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.andon.routes.running.Caller;
import io.andon.routes.running.ForkedAndon;
import io.andon.routes.running.Reply;
import io.andon.routes.running.RunningAndon;
import io.andon.routes.running.Secrets;
import io.andon.routes.running.SeededPlant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an earlier run saved is served by the next, whatever became of the database. */
final class RestartTest {
    private static final String SUMMARY = "/api/wip/overview/summary";
    private static final String KPI = "/api/dashboard/kpi";
    private static final Map<String, String> QUICK =
            Map.of("andon.db.pool.acquire-timeout", "300ms");

    @TempDir private Path folder;
    private Path data;
    private Path plantFolder;
    private SeededPlant plant;
    private Server database;

    @BeforeEach
    void startDatabase() throws SQLException {
        data = folder.resolve("data");
        plant = new SeededPlant(61);
        database = Server.createTcpServer("-tcpPort", "0").start();
        String url =
                "jdbc:h2:tcp://127.0.0.1:%d/mem:%s".formatted(database.getPort(), plant.name());
        plantFolder = plant.folder(folder, url, "600ms", "3s");
    }

    @AfterEach
    void stopDatabase() {
        database.stop();
        plant.close();
    }

    @Test
    void afterAKillWithoutADatabaseTheFirstAnswerIsTheLastGoodOne() throws SQLException {
        Reply before;
        Instant verifiedAt;
        int port = database.getPort();
        try (var andon = ForkedAndon.listening(plantFolder, data, QUICK)) {
            soon().until(() -> andon.http.get(KPI).status() == 200);
            // From here on nothing is read, so what is published is what is saved.
            database.stop();
            soon().until(() -> andon.http.get(SUMMARY).degraded().contains("DB_UNREACHABLE"));
            before = andon.http.get(SUMMARY);
            long version = lots(before);
            soon().until(() -> disk(andon.http, "lots").path("version").asLong() == version);
            verifiedAt = Instant.parse(disk(andon.http, "lots").path("verifiedAt").asText());
            andon.kill();
        }
        Instant killed = Instant.now();
        try (var andon = ForkedAndon.listening(plantFolder, data, QUICK)) {
            Reply first = andon.http.get(SUMMARY);
            assertThat(first.status()).as(first.body()).isEqualTo(200);
            assertThat(first.dataText()).isEqualTo(before.dataText());
            assertThat(first.versions()).isEqualTo(before.versions());
            assertThat(first.meta().path("asOf")).isEqualTo(before.meta().path("asOf"));
            assertThat(andon.http.get(KPI).status())
                    .as("composed of several tables")
                    .isEqualTo(200);
            long known = Duration.between(verifiedAt, killed).toSeconds();
            assertThat(age(first)).isBetween(known, known + 60);
            soon().until(() ->
                    andon.http
                            .get(SUMMARY)
                            .degraded()
                            .containsAll(List.of("DB_UNREACHABLE", "CACHE_STALE")));
            assertThat(andon.http.get("/health/ready").status()).isEqualTo(200);
            assertThat(andon.http.get(SUMMARY).dataText()).isEqualTo(before.dataText());
            Secrets.assertNone(andon.http.get(SUMMARY));

            database = Server.createTcpServer("-tcpPort", Integer.toString(port)).start();
            soon().until(() -> andon.http.get(SUMMARY).degraded().isEmpty());
            Reply after = andon.http.get(SUMMARY);
            assertThat(lots(after)).isGreaterThan(lots(before));
            assertThat(after.dataText()).isEqualTo(before.dataText());
        }
    }

    @Test
    void aDamagedVersionIsNotServedAndIsSaidUntilTheNextSave() throws IOException, SQLException {
        int port = database.getPort();
        run();
        run();
        List<Long> saved = saved();
        long newer = saved.getLast();
        long older = saved.get(saved.size() - 2);
        database.stop();
        damage(newer);
        try (var andon = RunningAndon.of(plantFolder, data, QUICK)) {
            Reply reply = andon.http.get(SUMMARY);
            assertThat(reply.versions()).containsEntry("lots", older);
            assertThat(reply.degraded()).contains("SNAPSHOT_CORRUPT");
            assertThat(disk(andon.http, "lots").path("aside").asInt()).isEqualTo(1);
            assertThat(andon.metric("andon_snapshot_restored_total", "outcome=\"corrupt\""))
                    .isEqualTo(1);
            assertThat(andon.metric("andon_degraded", "SNAPSHOT_CORRUPT")).isEqualTo(1);
            database = Server.createTcpServer("-tcpPort", Integer.toString(port)).start();
            soon().until(() -> andon.http.get(SUMMARY).degraded().isEmpty());
            assertThat(lots(andon.http.get(SUMMARY))).isGreaterThan(newer);
        }
    }

    @Test
    void withNothingWholeOnDiskAStartIsAsWithoutAny() throws IOException {
        run();
        database.stop();
        for (long version : saved()) damage(version);
        try (var andon = RunningAndon.of(plantFolder, data, QUICK)) {
            Reply reply = andon.http.get(SUMMARY);
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.code()).isEqualTo("CACHE_WARMING");
            assertThat(andon.http.get("/health/ready").status()).isEqualTo(503);
            Reply health = andon.http.get("/health");
            assertThat(health.body()).contains("SNAPSHOT_CORRUPT");
            Secrets.assertNone(health);
        }
    }

    @Test
    void whatIsPastTheHardLimitIsNotShownFromDiskEither() throws IOException {
        run();
        database.stop();
        Path yaml = plantFolder.resolve("plant.yaml");
        String text = Files.readString(yaml);
        Files.writeString(
                yaml,
                text.replace("freshFor: 3s,", "freshFor: 3s, readDeadline: 4s, expireAfter: 5s,"));
        try (var andon = RunningAndon.of(plantFolder, data, QUICK)) {
            soon().until(() -> andon.http.get(SUMMARY).status() == 503);
            assertThat(andon.http.get(SUMMARY).code()).isEqualTo("CACHE_EXPIRED");
        }
    }

    @Test
    void aChangedRuleOfThePlantShowsInWhatComesFromDisk() throws IOException {
        run();
        long planned = plant.number("SELECT COUNT(*) FROM MES_LOT WHERE REASON = 'Planning'");
        database.stop();
        try (var andon = RunningAndon.of(plantFolder, data, QUICK)) {
            assertThat(nonQuality(andon)).isPositive();
            assertThat(planned).isGreaterThanOrEqualTo(nonQuality(andon));
        }
        Path yaml = plantFolder.resolve("plant.yaml");
        Files.writeString(
                yaml, Files.readString(yaml).replace("nonQuality: [Planning]", "nonQuality: []"));
        try (var andon = RunningAndon.of(plantFolder, data, QUICK)) {
            assertThat(nonQuality(andon)).isZero();
        }
    }

    @Test
    void whereNothingCanBeSavedTheServiceIsFreshAndSaysSo() throws IOException, SQLException {
        Files.createDirectories(data);
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.createSymbolicLink(data.resolve("snapshots"), elsewhere);
        try (var andon = RunningAndon.of(plantFolder, data, QUICK).awaitReady()) {
            soon().until(() ->
                    andon.http.get(SUMMARY).degraded().contains("SNAPSHOT_WRITE_FAILED"));
            Reply reply = andon.http.get(SUMMARY);
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.meta().path("stale").asBoolean()).isFalse();
            Secrets.assertNone(reply);
            assertThat(andon.metric("andon_snapshot_save_total", "outcome=\"failed\""))
                    .isPositive();
            assertThat(elsewhere).isEmptyDirectory();
            Files.delete(data.resolve("snapshots"));
            // Not by a new version: nothing changes, and still the next period saves.
            soon().until(() -> andon.http.get(SUMMARY).degraded().isEmpty());
            assertThat(disk(andon.http, "lots").path("version").asLong()).isPositive();
        }
    }

    /** One run that saves what it publishes. */
    private void run() {
        try (var andon = RunningAndon.of(plantFolder, data, QUICK).awaitReady()) {
            long version = lots(andon.http.get(SUMMARY));
            soon().until(() -> disk(andon.http, "lots").path("version").asLong() >= version);
        }
    }

    private List<Long> saved() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("snapshots/plant/lots"))) {
            return files.map(each -> String.valueOf(each.getFileName()))
                    .filter(name -> name.endsWith(".andon"))
                    .map(name -> Long.parseLong(name.replace(".andon", "")))
                    .sorted()
                    .toList();
        }
    }

    private void damage(long version) throws IOException {
        Path file = data.resolve("snapshots/plant/lots/%d.andon".formatted(version));
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 4;
        Files.write(file, bytes);
    }

    private static long nonQuality(RunningAndon andon) {
        return andon.http.get(SUMMARY).data().at("/holdByType/nonQuality/lots").asLong();
    }

    private static long lots(Reply reply) {
        return reply.meta().path("versions").path("lots").asLong();
    }

    private static long age(Reply reply) {
        return Long.parseLong(reply.header("age").orElseThrow());
    }

    private static JsonNode disk(Caller http, String table) {
        for (JsonNode each : http.get("/health/deep").json().path("disk"))
            if (each.path("table").asText().equals(table)) return each;
        throw new AssertionError("no " + table);
    }
}
