package io.andon.routes.source.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.routes.running.Postgres;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kept answers of the history share their memory with the tables. */
class KeptAnswersTest {
    /** Room for the tables and their reads, and not for a tenth of what is asked. */
    private static final Map<String, String> SMALL =
            Map.of("andon.memory.budget", "2m", "andon.history.fresh-for", "1h");

    private static final int LOTS = 2_000;
    private static final int MOST_DAYS = 90;

    @TempDir private Path folder = Path.of("");

    @Test
    void aTableIsReadInTheRoomThatKeptAnswersTook() throws Exception {
        try (var server = Postgres.start(folder.resolve("database"))) {
            HistoryPlant.fill(server);
            server.execute(
                    """
                    INSERT INTO mes.lot SELECT 'M' || i, 1, 'ETCH', 'QFN'
                    FROM generate_series(3, %d) i
                    """
                            .formatted(LOTS));
            try (var plant = HistoryPlant.start(server, folder, SMALL)) {
                for (int days = 1; days <= MOST_DAYS; days++)
                    assertThat(trend(plant, days)).as("%d days", days).isEqualTo(200);
                server.execute("INSERT INTO mes.lot VALUES ('L3', 30, 'ETCH', 'QFN')");
                plant.andon.refresh("lots");
                var summary = plant.andon.http.get("/api/wip/overview/summary");
                assertThat(summary.degraded()).isEmpty();
                assertThat(summary.data().path("lots").asInt()).isEqualTo(LOTS + 1);
                assertThat(trend(plant, MOST_DAYS)).isEqualTo(200);
            }
        }
    }

    private static int trend(HistoryPlant plant, int days) {
        return plant.andon.http.get("/api/dashboard/ou-trend?days=" + days).status();
    }
}
