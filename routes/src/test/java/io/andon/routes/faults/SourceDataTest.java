package io.andon.routes.faults;

import static io.andon.routes.running.RunningAndon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.andon.routes.plant.PlantFolder;
import io.andon.routes.running.Postgres;
import io.andon.routes.running.Reply;
import io.andon.routes.running.RunningAndon;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault of what the source says. */
@Tag("full")
class SourceDataTest extends FaultTest {
    private static final String ODD_BYTES =
            """
            CREATE SCHEMA mes;
            CREATE TABLE mes.lot AS SELECT * FROM (VALUES
              ('L1', 1, convert_from('\\xC328', 'SQL_ASCII')),
              ('L2', 2, convert_from('\\xF09F9880', 'SQL_ASCII')),
              ('L3', 3, convert_from('\\xD8B9D984', 'SQL_ASCII'))) v (lot_id, qty, workcenter);
            ALTER TABLE mes.lot ADD package text;
            GRANT USAGE ON SCHEMA mes TO PUBLIC;
            GRANT SELECT ON mes.lot TO PUBLIC
            """;

    static List<Fault> faults() {
        return SourceData.faults();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void theLastGoodFiguresStayAndTheCauseIsSaid(Fault fault) throws Exception {
        tryOut(fault, Duration.ofSeconds(1));
    }

    /** Fault 29: a database without an encoding gives whatever bytes were put into it. */
    @Test
    void bytesThatAreNoTextAreShownAsSuch(@TempDir Path folder) throws Exception {
        lab().server()
                .execute(
                        """
                        CREATE DATABASE raw ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'
                        TEMPLATE template0
                        """);
        String url = lab().server().url().replace("/postgres", "/raw");
        try (var connection = DriverManager.getConnection(url, "postgres", "");
                var statement = connection.createStatement()) {
            statement.execute(ODD_BYTES);
        }
        Path plant =
                PlantFolder.create(folder.resolve("raw"))
                        .yaml("title: Raw\ntimeZone: UTC\ntables: {lots: {period: 1h}}\n")
                        .sql("lots", "SELECT * FROM mes.lot")
                        .folder();
        Map<String, String> settings =
                Map.of(
                        "andon.db.url", url,
                        "andon.db.user", Postgres.READER,
                        "andon.db.password", Postgres.PASSWORD);
        try (var andon = RunningAndon.of(plant, folder.resolve("state"), settings)) {
            soon().until(() -> andon.http.get("/api/wip/lots").status() == 200);
            Reply lots = andon.http.get("/api/wip/lots?sort=lotId");
            assertThat(lots.degraded()).isEmpty();
            assertThat(lots.data().path("rows").findValuesAsText("workcenter"))
                    .containsExactly("\uFFFD(", "\uD83D\uDE00", "\u0639\u0644");
            JsonNode total = andon.http.get("/api/wip/overview/summary").data().path("lots");
            assertThat(total.asInt()).isEqualTo(3);
        }
    }
}
