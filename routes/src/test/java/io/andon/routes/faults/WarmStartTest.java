package io.andon.routes.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.andon.routes.running.ForkedAndon;
import io.andon.routes.running.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fault 2: Andon dies while the database is down, and starts with what is on disk. */
class WarmStartTest {
    private static final Duration LIMIT = LabPlant.PERIOD.plusSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir private Path folder = Path.of("");

    @Test
    void whatWasOnDiskIsShownAsOldAsItIsUntilTheDatabaseIsBack() throws Exception {
        try (var lab = FaultLab.open(folder, Seed.ofTheDay())) {
            lab.stopAndon();
            List<Reply> before;
            try (var andon = launch(lab)) {
                await().atMost(PATIENCE).until(() -> isSound(andon));
                lab.server().stop();
                await().atMost(PATIENCE).until(() -> areUnreachable(andon));
                await().atMost(PATIENCE).until(() -> isAllSaved(andon));
                before = answers(andon);
                andon.kill();
            }
            try (var andon = launch(lab)) {
                List<Reply> first = answers(andon);
                assertEach(first, before, WarmStartTest::assertSame);
                await().atMost(LIMIT).until(() -> areUnreachable(andon));
                assertEach(answers(andon), before, WarmStartTest::assertSame);
                lab.server().start();
                await().atMost(LIMIT).until(() -> isSound(andon));
                assertEach(answers(andon), before, WarmStartTest::assertLater);
            }
        }
    }

    private ForkedAndon launch(FaultLab lab) {
        var settings = new HashMap<>(lab.settings());
        settings.remove("andon.http.port");
        return ForkedAndon.listening(LabPlant.folder(folder), folder.resolve("state"), settings);
    }

    private static List<Reply> answers(ForkedAndon andon) {
        return Watch.PATHS.stream().map(path -> andon.http.get(path)).toList();
    }

    private static void assertEach(
            List<Reply> now, List<Reply> before, BiConsumer<Reply, Reply> assertion) {
        for (int i = 0; i < now.size(); i++) assertion.accept(now.get(i), before.get(i));
    }

    private static void assertSame(Reply now, Reply before) {
        assertThat(now.status()).as(now.path()).isEqualTo(200);
        assertThat(now.versions()).as(now.path()).isEqualTo(before.versions());
        assertThat(now.dataText()).isEqualTo(before.dataText());
        assertThat(now.meta().path("asOf")).isEqualTo(before.meta().path("asOf"));
        assertThat(age(now)).isGreaterThanOrEqualTo(age(before));
    }

    private static void assertLater(Reply now, Reply before) {
        now.versions()
                .forEach((table, version) ->
                        assertThat(version)
                                .as("%s of %s", table, now.path())
                                .isGreaterThan(before.versions().getOrDefault(table, 0L)));
    }

    private static boolean isSound(ForkedAndon andon) {
        return answers(andon).stream()
                .allMatch(reply -> reply.status() == 200 && reply.degraded().isEmpty());
    }

    private static boolean areUnreachable(ForkedAndon andon) {
        return answers(andon).stream()
                .allMatch(reply -> reply.degraded().contains("DB_UNREACHABLE"));
    }

    private static boolean isAllSaved(ForkedAndon andon) {
        Map<String, Long> versions = andon.http.get(Watch.PATHS.getLast()).versions();
        for (JsonNode each : andon.http.get("/health/deep").json().path("disk")) {
            Long version = versions.get(each.path("table").asText());
            if (version == null || each.path("version").asLong() != version) return false;
        }
        return true;
    }

    private static long age(Reply reply) {
        return Long.parseLong(reply.header("age").orElseThrow());
    }
}
