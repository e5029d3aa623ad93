package io.andon.routes.promises;

import static io.andon.routes.running.RunningAndon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.andon.routes.running.Logged;
import io.andon.routes.running.RunningAndon;
import io.andon.routes.running.SeededPlant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that hangs keeps no screen dark: a pipe that nobody reads holds up whoever opens it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class HangingDiskTest {
    private static final Map<String, String> SHORT = Map.of("andon.restore-wait", "200ms");

    @TempDir private Path data;

    @Test
    void aStartGoesOnWithoutTheDiskAndSavesOnceItIsBack() throws Exception {
        Path saved = data.resolve("snapshots/plant");
        Path lock = Files.createDirectories(saved).resolve("lock");
        assertThat(new ProcessBuilder("mkfifo", lock.toString()).start().waitFor()).isZero();
        try (var plant = new SeededPlant(43);
                var logged = Logged.begin();
                var andon = RunningAndon.of(plant.folder(data), data, SHORT).awaitReady()) {
            assertThat(logged.saying("within 200 ms")).hasSize(1);
            assertThat(andon.http.get("/health").json().path("state").asText()).isEqualTo("UP");
            assertThat(saves(saved)).isZero();
            try (var _ = Files.newInputStream(lock)) {
                soon().until(() -> saves(saved) == 3);
            }
        }
    }

    private static long saves(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(each -> each.toString().endsWith(".andon")).count();
        }
    }
}
