package io.andon.routes.promises;

import static io.andon.routes.running.RunningAndon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.andon.routes.running.Logged;
import io.andon.routes.running.Reply;
import io.andon.routes.running.RunningAndon;
import io.andon.routes.running.SeededPlant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everybody learns that people work on it, as long as they said and no longer. */
final class MaintenanceTest {
    private static final String START = "/admin/api/maintenance";
    private static final String END = START + "/end";

    @TempDir private Path data;
    private SeededPlant plant;

    @BeforeEach
    void fill() {
        plant = new SeededPlant(59);
    }

    @AfterEach
    void close() {
        plant.close();
    }

    @Test
    void itIsShownUntilItIsEnded() {
        try (var andon = start()) {
            assertThat(shown(andon).isNull()).isTrue();
            assertThat(andon.metric("andon_maintenance", "")).isZero();
            Instant before = Instant.now();
            Reply started = post(andon, START + "?for=2h&reason=new%20disks");
            assertThat(started.status()).isEqualTo(200);
            assertThat(started.json().path("before").isNull()).isTrue();
            assertThat(started.header("andon-trace"))
                    .hasValue(started.json().path("operationId").asText());
            JsonNode shown = shown(andon);
            assertThat(shown).isEqualTo(started.json().path("after"));
            assertThat(shown.path("reason").asText()).isEqualTo("new disks");
            Instant since = Instant.parse(shown.path("since").asText());
            assertThat(since).isBetween(before.minusMillis(1), Instant.now());
            assertThat(Instant.parse(shown.path("until").asText()))
                    .isEqualTo(since.plus(Duration.ofHours(2)));
            assertThat(andon.metric("andon_maintenance", "")).isEqualTo(1);
            JsonNode deep = andon.http.get("/health/deep").json();
            assertThat(deep.at("/health/maintenance")).isEqualTo(shown);

            assertThat(post(andon, END).json().path("before")).isEqualTo(shown);
            assertThat(shown(andon).isNull()).isTrue();
            assertThat(andon.metric("andon_maintenance", "")).isZero();
            assertThat(post(andon, END).json().path("reason").asText())
                    .isEqualTo("There was no maintenance.");
        }
    }

    @Test
    void anExtensionMovesTheEndAndNotTheBegin() {
        try (var andon = start()) {
            post(andon, START + "?for=1h&reason=first");
            JsonNode first = shown(andon);
            post(andon, START + "?for=3h&reason=second");
            JsonNode second = shown(andon);
            assertThat(second.path("since")).isEqualTo(first.path("since"));
            assertThat(second.path("reason").asText()).isEqualTo("second");
            assertThat(Instant.parse(second.path("until").asText()))
                    .isAfter(Instant.parse(first.path("until").asText()).plusSeconds(3600));
        }
    }

    @Test
    void itOutlivesARestartAndItsEndDoesToo() {
        JsonNode before;
        try (var andon = start()) {
            post(andon, START + "?for=2h&reason=caf%C3%A9%20%22x%22");
            before = shown(andon);
        }
        try (var andon = start()) {
            assertThat(shown(andon)).isEqualTo(before);
            assertThat(before.path("reason").asText()).isEqualTo("café \"x\"");
            post(andon, END);
        }
        try (var andon = start()) {
            assertThat(shown(andon).isNull()).isTrue();
        }
    }

    @Test
    void itEndsByItselfAndSaysSo() {
        try (var logged = Logged.begin();
                var andon = start()) {
            post(andon, START + "?for=500ms&reason=a%20short%20one");
            soon().until(() -> shown(andon).isNull());
            soon().until(() -> !logged.saying("maintenance is over: a short one").isEmpty());
            assertThat(andon.metric("andon_maintenance", "")).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"since\":\"2026-11-24T00:00:00Z\",\"reason\":\"x\"}",
                "{\"since\":\"yesterday\",\"until\":\"2099-01-01T00:00:00Z\",\"reason\":\"x\"}",
                "{\"since\":\"2026-11-24T00:00:00Z\",\"until\":\"2099-01-01T00:00:00Z\","
                        + "\"reason\":\"too far\"}"
            })
    void aFileThatIsNoFlagIsPutAsideAndThereIsNone(String content) throws IOException {
        Path folder = Files.createDirectories(data.resolve("maintenance"));
        Files.writeString(folder.resolve("flag"), content);
        try (var logged = Logged.begin();
                var andon = start()) {
            assertThat(shown(andon).isNull()).isTrue();
            assertThat(logged.saying("the maintenance flag on disk is put aside")).hasSize(1);
            assertThat(folder.resolve("flag")).doesNotExist();
            assertThat(folder.resolve("aside/flag.corrupt")).hasContent(content);
            assertThat(post(andon, START + "?for=1m&reason=x").status()).isEqualTo(200);
        }
    }

    @Test
    void oneThatHasEndedMeanwhileIsNone() throws IOException {
        Path folder = Files.createDirectories(data.resolve("maintenance"));
        Files.writeString(
                folder.resolve("flag"),
                "{\"until\":\"2026-01-01T01:00:00Z\",\"reason\":\"x\","
                        + "\"since\":\"2026-01-01T00:00:00Z\"}");
        try (var andon = start()) {
            assertThat(shown(andon).isNull()).isTrue();
        }
        assertThat(folder.resolve("aside")).doesNotExist();
    }

    @Test
    void whatCannotBeKeptOnDiskIsRejectedAndChangesNothing() throws IOException {
        Files.writeString(data.resolve("maintenance"), "a file where the folder should be");
        try (var andon = start()) {
            Reply rejected = post(andon, START + "?for=2h&reason=x");
            assertThat(rejected.status()).isEqualTo(409);
            assertThat(rejected.json().path("result").asText()).isEqualTo("rejected");
            assertThat(rejected.json().path("recommendedAction").asText()).isEqualTo("page");
            assertThat(shown(andon).isNull()).isTrue();
        }
    }

    @Test
    void anotherAndonOnTheSameFolderShowsItAndCannotChangeIt() {
        try (var first = start()) {
            post(first, START + "?for=2h&reason=x");
            try (var second = start()) {
                assertThat(shown(second)).isEqualTo(shown(first));
                assertThat(post(second, END).status()).isEqualTo(409);
                assertThat(shown(second)).isEqualTo(shown(first));
            }
        }
    }

    @Test
    void itLastsNoLongerThanTheSettingAllows() {
        try (var andon =
                RunningAndon.of(
                                plant.folder(data),
                                data,
                                Map.of("andon.maintenance.longest", "30m"))
                        .awaitReady()) {
            Reply refused = post(andon, START + "?for=31m&reason=x");
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.code()).isEqualTo("INVALID_PARAMETER");
            assertThat(refused.json().path("detail").asText()).contains("'for'", "30 minutes");
            assertThat(post(andon, START + "?for=30m&reason=x").status()).isEqualTo(200);
        }
    }

    private RunningAndon start() {
        return RunningAndon.of(plant.folder(data), data).awaitReady();
    }

    private static JsonNode shown(RunningAndon andon) {
        return andon.http.get("/health").json().path("maintenance");
    }

    private static Reply post(RunningAndon andon, String path) {
        return andon.http.send("POST", path, "Authorization", andon.bearer());
    }
}
