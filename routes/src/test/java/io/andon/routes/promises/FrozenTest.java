package io.andon.routes.promises;

import static io.andon.routes.running.RunningAndon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.andon.routes.running.ForkedAndon;
import io.andon.routes.running.Reply;
import io.andon.routes.running.SeededPlant;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that stood still knows that its figures are old, and makes up for nothing it missed.
 */
final class FrozenTest {
    private static final String SUMMARY = "/api/wip/overview/summary";
    private static final Duration PERIOD = Duration.ofMillis(500);
    private static final Duration FRESH_FOR = Duration.ofSeconds(3);
    private static final Duration FROZEN = Duration.ofSeconds(6);

    @TempDir private Path folder;

    @Test
    void theFirstAnswerAfterAPauseIsMarked() throws SQLException {
        var plant = new SeededPlant(37);
        Server database = Server.createTcpServer("-tcpPort", "0").start();
        String url =
                "jdbc:h2:tcp://127.0.0.1:%d/mem:%s".formatted(database.getPort(), plant.name());
        Path plantFolder = plant.folder(folder, url, text(PERIOD), text(FRESH_FOR));
        try (plant;
                var andon = ForkedAndon.listening(plantFolder, folder.resolve("data"), Map.of())) {
            soon().until(() -> andon.http.get(SUMMARY).status() == 200);
            Reply before = andon.http.get(SUMMARY);
            assertThat(before.degraded()).isEmpty();
            andon.freeze();
            try {
                // No read may go well before the first answer, which would rightly be fresh then.
                plant.run("ALTER TABLE MES_LOT RENAME TO MES_LOT_AWAY");
                pass(FROZEN);
            } finally {
                andon.thaw();
            }
            Reply first = andon.http.get(SUMMARY);
            assertThat(first.status()).isEqualTo(200);
            assertThat(first.degraded()).contains("CACHE_STALE");
            assertThat(first.dataText()).isEqualTo(before.dataText());
            plant.run("ALTER TABLE MES_LOT_AWAY RENAME TO MES_LOT");
            soon().until(() -> andon.http.get(SUMMARY).degraded().isEmpty());
        } finally {
            database.stop();
        }
    }

    private static void pass(Duration time) {
        long begun = System.nanoTime();
        soon().until(() -> System.nanoTime() - begun >= time.toNanos());
    }

    private static String text(Duration time) {
        return time.toMillis() + "ms";
    }
}
