package io.andon.routes.promises;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.routes.running.Reply;
import io.andon.routes.running.RunningAndon;
import io.andon.routes.running.Secrets;
import io.andon.routes.running.SeededPlant;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table that grows past the memory set aside for it is not read to its end. */
final class TooLargeTest {
    private static final String SUMMARY = "/api/wip/overview/summary";
    private static final int ROWS = 20_000;

    @TempDir private Path data;

    @Test
    void aReadThatWouldNotFitEndsEarlyAndTheLastGoodFiguresStay() {
        try (var plant = new SeededPlant(41);
                var andon =
                        RunningAndon.of(
                                        plant.folder(data),
                                        data,
                                        Map.of("andon.memory.budget", "2m"))
                                .awaitReady()) {
            Reply good = andon.http.get(SUMMARY);
            plant.run(
                    "INSERT INTO MES_LOT (LOT_NO, WORK_ORDER, QTY)"
                            + " SELECT 'M' || X, 'MUCH', 1 FROM SYSTEM_RANGE(1, "
                            + ROWS
                            + ")");
            andon.refresh("lots");
            Reply now = andon.http.get(SUMMARY);
            assertThat(now.status()).isEqualTo(200);
            assertThat(now.degraded()).containsExactly("SOURCE_TOO_LARGE");
            assertThat(now.dataText()).isEqualTo(good.dataText());
            assertThat(now.versions()).isEqualTo(good.versions());
            Secrets.assertNone(now);
            assertThat(andon.metric("andon_rows_refused", "table=\"lots\""))
                    .as("rows read before it ended")
                    .isBetween(256.0, ROWS * 0.75);

            plant.run("DELETE FROM MES_LOT WHERE WORK_ORDER = 'MUCH'");
            andon.refresh("lots");
            Reply again = andon.http.get(SUMMARY);
            assertThat(again.degraded()).isEmpty();
            assertThat(again.data()).isEqualTo(good.data());
        }
    }
}
