package io.andon.routes.promises;

import static io.andon.routes.running.RunningAndon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.andon.routes.running.Logged;
import io.andon.routes.running.Reply;
import io.andon.routes.running.RunningAndon;
import io.andon.routes.running.SeededPlant;
import io.andon.routes.running.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done with the admin token is known afterwards, whoever did it and however it ended. */
final class AuditTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OPEN = "/admin/api/breakers/source/open";
    private static final String CLOSE = "/admin/api/breakers/source/close";

    @TempDir private Path folder;
    private SeededPlant plant;

    @BeforeEach
    void fill() {
        plant = new SeededPlant(61);
    }

    @AfterEach
    void close() {
        plant.close();
    }

    @Test
    void everyControlLeavesOneLineWithWhoWhenWhatAndHowItEnded() throws IOException {
        try (var logged = Logged.begin();
                var andon = start(Map.of())) {
            Instant before = Instant.now();
            var asked = new ArrayList<String>();
            for (String path :
                    List.of(
                            "/admin/api/caches/lots/refresh 200 applied",
                            "/admin/api/caches/lots/accept 409 rejected",
                            "/admin/api/caches/nope/refresh 404 rejected",
                            OPEN + " 200 applied",
                            CLOSE + " 200 applied",
                            "/admin/api/maintenance 400 rejected",
                            "/admin/api/maintenance/end 200 applied",
                            "/admin/nothing 404 rejected",
                            "/admin/api/status 405 rejected")) {
                String[] words = path.split(" ", -1);
                Reply reply = post(andon, words[0]);
                asked.add(
                        "%s %s %s %s"
                                .formatted(
                                        words[0],
                                        words[1],
                                        words[2],
                                        reply.header("andon-trace").orElseThrow()));
            }
            andon.http.get("/admin/api/status", "Authorization", andon.bearer());

            List<JsonNode> entries = entries(andon, "");
            assertThat(entries).extracting(AuditTest::said).isEqualTo(asked);
            assertThat(entries)
                    .allSatisfy(entry -> {
                        assertThat(entry.at("/who/address").asText()).isEqualTo("127.0.0.1");
                        assertThat(entry.at("/who/credential").asText()).isEqualTo("token");
                        assertThat(entry.path("method").asText()).isEqualTo("POST");
                        assertThat(Instant.parse(entry.path("at").asText()))
                                .isBetween(before.minusMillis(1), Instant.now());
                    });
            assertThat(entries(andon, "?limit=2")).isEqualTo(entries.subList(7, 9));
            soon().untilAsserted(() -> assertThat(lines()).isEqualTo(entries));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                    .isEqualTo("rw-------");
            assertThat(logged.saying("with the admin token from 127.0.0.1: applied")).hasSize(4);
        }
    }

    @Test
    void whoComesWithoutTheTokenIsOnlyCounted() {
        try (var andon = start(Map.of())) {
            for (String path : List.of(OPEN, "/admin/api/nothing")) {
                assertThat(andon.http.send("POST", path).status()).isEqualTo(401);
                assertThat(andon.http.send("POST", path, "Authorization", "Bearer x").status())
                        .isEqualTo(401);
            }
            assertThat(entries(andon, "")).isEmpty();
            assertThat(andon.metric("andon_admin_unauthenticated_total", "")).isEqualTo(4);
            assertThat(file()).doesNotExist();
        }
    }

    @Test
    void whatIsAskedIsCutAndHoldsNoSecret() {
        try (var andon = start(Map.of())) {
            post(andon, OPEN + "?token=abcdefgh&x=" + "y".repeat(2_000));
            String query = entries(andon, "").getFirst().path("query").asText();
            assertThat(query).hasSize(500).startsWith("token=***&x=yy").doesNotContain("abcdefgh");
        }
    }

    @Test
    void itOutlivesARestartAndAKillInTheMiddleOfALine() throws IOException {
        JsonNode first;
        try (var andon = start(Map.of())) {
            post(andon, OPEN);
            first = entries(andon, "").getFirst();
        }
        assertThat(lines()).containsExactly(first);
        Files.writeString(file(), "{\"at\":\"2026-11-24T0", StandardOpenOption.APPEND);
        try (var andon = start(Map.of())) {
            soon().untilAsserted(() -> assertThat(entries(andon, "")).containsExactly(first));
            post(andon, CLOSE);
            List<JsonNode> both = entries(andon, "");
            assertThat(both).hasSize(2).startsWith(first);
            soon().untilAsserted(() -> assertThat(lines()).isEqualTo(both));
        }
    }

    @Test
    void aFullFileBecomesThePredecessorAndMemoryKeepsOnlyTheNewest() throws IOException {
        Path predecessor = folder.resolve("data/audit.jsonl.1");
        var settings = Map.of("andon.audit.file-max", "64k", "andon.audit.kept", "10");
        String wide = OPEN + "?x=" + "y".repeat(490);
        try (var andon = start(settings)) {
            int posts = 0;
            while (!Files.exists(predecessor) && posts++ < 200) post(andon, wide);
            assertThat(Files.size(predecessor)).isBetween(60_000L, 65_536L);
            for (int i = 0; i < 100; i++) post(andon, wide);
            soon().until(() -> deep(andon).path("written").asInt() >= 100);
            assertThat(Files.size(file())).isLessThanOrEqualTo(65_536);
            assertThat(entries(andon, "")).hasSize(10);
        }
        try (var files = Files.list(folder.resolve("data"))) {
            assertThat(files.map(each -> each.getFileName().toString()))
                    .filteredOn(name -> name.startsWith("audit"))
                    .containsExactlyInAnyOrder("audit.jsonl", "audit.jsonl.1");
        }
        assertThat(Files.readAllLines(predecessor)).allMatch(line -> line.endsWith("}"));
        try (var andon = start(settings)) {
            soon().until(() -> entries(andon, "").size() == 10);
        }
    }

    @Test
    void aFullDiskFailsNoControlAndIsCountedUntilThereIsRoom() throws IOException {
        try (var disk = SmallDisk.mount(folder.resolve("data"))) {
            try (var andon = start(Map.of())) {
                post(andon, OPEN);
                soon().until(() -> lines().size() == 1);
                Path filler = disk.fill();
                // what is left of the file's own page takes some lines
                int posts = 0;
                while (deep(andon).path("lost").asInt() == 0 && posts++ < 100) {
                    Reply reply = post(andon, CLOSE);
                    assertThat(reply.status()).isEqualTo(200);
                    assertThat(reply.json().path("result").asText()).isEqualTo("applied");
                }
                JsonNode audit = deep(andon);
                assertThat(audit.path("lost").asInt()).isPositive();
                assertThat(Instant.parse(audit.path("lostAt").asText()))
                        .isBeforeOrEqualTo(Instant.now());
                assertThat(andon.metric("andon_audit_lost_total", "")).isPositive();
                assertThat(entries(andon, "")).hasSize(posts + 1);
                assertThat(lines()).allMatch(JsonNode::isObject);

                Files.delete(filler);
                post(andon, OPEN);
                JsonNode last = entries(andon, "").getLast();
                soon().until(() -> lines().getLast().equals(last));
                assertThat(lines()).allMatch(line -> line.has("traceId"));
            }
        }
    }

    private RunningAndon start(Map<String, String> settings) {
        return RunningAndon.of(plant.folder(folder), folder.resolve("data"), settings).awaitReady();
    }

    private Path file() {
        return folder.resolve("data/audit.jsonl");
    }

    private List<JsonNode> lines() throws IOException {
        var lines = new ArrayList<JsonNode>();
        for (String line : Files.readAllLines(file())) lines.add(JSON.readTree(line));
        return lines;
    }

    private static String said(JsonNode entry) {
        return "%s %d %s %s"
                .formatted(
                        entry.path("path").asText(),
                        entry.path("status").asInt(),
                        entry.path("result").asText(),
                        entry.path("traceId").asText());
    }

    private static List<JsonNode> entries(RunningAndon andon, String query) {
        JsonNode entries =
                andon.http
                        .get("/admin/api/audit" + query, "Authorization", andon.bearer())
                        .json()
                        .path("entries");
        return StreamSupport.stream(entries.spliterator(), false).toList();
    }

    private static JsonNode deep(RunningAndon andon) {
        return andon.http.get("/health/deep").json().path("audit");
    }

    private static Reply post(RunningAndon andon, String path) {
        return andon.http.send("POST", path, "Authorization", andon.bearer());
    }
}
