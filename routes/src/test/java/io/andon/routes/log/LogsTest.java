package io.andon.routes.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.andon.routes.running.Reply;
import io.andon.routes.running.RunningAndon;
import io.andon.routes.running.SeededPlant;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What an administrator finds in the log of a running Andon. */
class LogsTest {
    private static final String SECRET = "geheimnis7";
    private static final int KEPT = 40;

    @TempDir private static Path data;
    private static SeededPlant plant;
    private static RunningAndon andon;

    @BeforeAll
    static void startAndon() {
        plant = new SeededPlant(72);
        andon =
                RunningAndon.of(
                                plant.folder(data),
                                data,
                                Map.of("andon.log.kept", Integer.toString(KEPT)))
                        .awaitReady();
    }

    @AfterAll
    static void stopAndon() {
        andon.close();
        plant.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/wip/lots",
                "/api/wip/lot/none",
                "/api/wip/lots?nonsense=1",
                "/health",
                "/observe/metrics",
                "/nowhere",
                "/admin/api/status",
                "/"
            })
    void everyResponseCarriesATraceOfItsOwn(String path) {
        Set<String> traces = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            Reply reply = andon.http.get(path, "Andon-Trace", "forged0123456789");
            String trace = reply.header("andon-trace").orElseThrow();
            assertThat(trace).matches("[0-9a-f]{16}");
            if (reply.status() >= 400) {
                assertThat(reply.json().path("traceId").asText()).isEqualTo(trace);
            }
            traces.add(trace);
        }
        assertThat(traces).hasSize(3);
    }

    @Test
    void aRefreshThatFailsIsFoundWithTheTraceOfItsAttempt() {
        plant.run("ALTER TABLE MES_LOT RENAME TO GONE");
        try {
            andon.refresh("lots");
            JsonNode line = newest("warn", "refresh of lots failed");
            assertThat(line.path("traceId").asText()).matches("[0-9a-f]{16}");
            assertThat(line.path("level").asText()).isEqualTo("warn");
        } finally {
            plant.run("ALTER TABLE GONE RENAME TO MES_LOT");
            andon.refresh("lots");
        }
    }

    @Test
    void theNewestLinesAreKeptAndTheirNumbersHaveNoGap() {
        var log = LoggerFactory.getLogger("io.andon.Probe");
        for (int i = 0; i < KEPT + 5; i++) log.info("probe {}", "x".repeat(i));
        JsonNode all = lines("?limit=1000");
        assertThat(all.path("lines")).hasSize(KEPT);
        long last = all.path("last").asLong();
        long expected = last - KEPT;
        for (JsonNode line : all.path("lines")) {
            assertThat(line.path("number").asLong()).isEqualTo(++expected);
        }
        assertThat(lines("?after=" + (last - 2)).path("lines")).hasSize(2);
        assertThat(lines("?after=" + last).path("lines")).isEmpty();
        assertThat(lines("?limit=7").path("lines")).hasSize(7);
        assertThat(lines("?level=error&after=" + (last - KEPT)).path("lines")).isEmpty();
    }

    @Test
    void aRepeatedLineIsHeldBackAndCounted() {
        double before = andon.metric("andon_log_repeats_suppressed_total", "");
        var log = LoggerFactory.getLogger("io.andon.Repeated");
        for (int i = 0; i < 50; i++) log.info("again {}", i);
        assertThat(andon.metric("andon_log_repeats_suppressed_total", "") - before).isEqualTo(30);
    }

    @ParameterizedTest
    @ValueSource(strings = {"level=debug", "limit=0", "limit=1001", "after=-1", "after=x", "x=1"})
    void whatTheLogDoesNotKnowIsRefused(String query) {
        Reply reply = ask("?" + query);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo("INVALID_PARAMETER");
    }

    @Test
    void noSecretIsEverKept(@TempDir Path other) {
        var settings = Map.of("andon.db.password", SECRET);
        try (var closed = RunningAndon.of(plant.folder(other), other.resolve("d"), settings)) {
            LoggerFactory.getLogger("io.andon.Probe")
                    .error("login with {}", SECRET, new IllegalStateException("not " + SECRET));
            Reply reply =
                    closed.http.get("/admin/api/logs?limit=1000", "Authorization", closed.bearer());
            assertThat(reply.body()).contains("login with ***", "not ***").doesNotContain(SECRET);
        }
    }

    private static JsonNode newest(String level, String part) {
        List<JsonNode> found =
                lines("?level=" + level)
                        .path("lines")
                        .valueStream()
                        .filter(line -> line.path("message").asText().contains(part))
                        .toList();
        assertThat(found).as(part).isNotEmpty();
        return found.getLast();
    }

    private static JsonNode lines(String query) {
        Reply reply = ask(query);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.json();
    }

    private static Reply ask(String query) {
        return andon.http.get("/admin/api/logs" + query, "Authorization", andon.bearer());
    }
}
