package io.andon.routes.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.andon.routes.running.RunningAndon;
import io.andon.routes.running.SeededPlant;
import io.andon.routes.settings.SettingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus over a real Andon: all is well, the database goes and comes, Andon goes. */
@Tag("full")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class RealPrometheusTest {
    /** Empty while nothing is wrong, or while there were too few questions for a rate. */
    private static final String ONLY_IN_TROUBLE = "(?s).*(> 0|>= 0|status=~).*";

    @TempDir private static Path data;
    private static SeededPlant plant;
    private static Server database;
    private static RunningAndon andon;
    private static RealPrometheus prometheus;

    @BeforeAll
    static void start() throws SQLException, IOException {
        plant = new SeededPlant(29);
        database = Server.createTcpServer("-tcpPort", "0").start();
        String url =
                "jdbc:h2:tcp://127.0.0.1:%d/mem:%s".formatted(database.getPort(), plant.name());
        Path folder = plant.folder(data, url, "600ms", "3s");
        try (RunningAndon first = andon(folder)) {
            eventually().until(() -> first.metric("andon_snapshot_save_total", "saved") >= 3);
        }
        andon = andon(folder);
        prometheus =
                RealPrometheus.scraping(
                        andon.configuration().settings().whole(SettingKey.HTTP_PORT),
                        Files.createDirectories(data.resolve("prometheus")));
        eventually().until(prometheus::isReady);
    }

    private static RunningAndon andon(Path folder) {
        return RunningAndon.of(folder, data, Map.of("andon.db.pool.acquire-timeout", "300ms"))
                .awaitReady();
    }

    @AfterAll
    static void stop() {
        if (prometheus != null) prometheus.close();
        andon.close();
        database.stop();
        plant.close();
    }

    @Test
    @Order(1)
    void everyRuleIsEvaluatedAndNoneFiresWhileAllIsWell() {
        eventually().until(() -> prometheus.query("up{job=\"andon\"} == 1").size() == 1);
        eventually().until(() -> prometheus.unwell().isEmpty());
        eventually()
                .during(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(prometheus.firing()).isEmpty());
    }

    @Test
    @Order(2)
    void everyQueryOfTheDashboardsHasAnAnswer() throws IOException {
        for (int i = 0; i < 20; i++) andon.http.get("/api/wip/lots");
        var queries = new ArrayList<String>();
        for (DashboardsTest.Board board : DashboardsTest.boards()) {
            board.queries().forEach(each -> queries.add(filledIn(each)));
        }
        eventually()
                .untilAsserted(() ->
                        assertThat(queries)
                                .filteredOn(query -> prometheus.query(query).isEmpty())
                                .allMatch(query -> query.matches(ONLY_IN_TROUBLE)));
    }

    /** What Grafana makes of a query when everything is selected. */
    private static String filledIn(Expression query) {
        return query.text().replace("$__rate_interval", "1m").replaceAll("\\$\\w+", ".*");
    }

    @Test
    @Order(3)
    void aDatabaseThatIsAwayIsSaidAndEndsWhenItIsBack() throws SQLException {
        int port = database.getPort();
        database.stop();
        eventually()
                .untilAsserted(() ->
                        assertThat(prometheus.firing())
                                .contains("AndonDatabaseUnavailable", "AndonTableStale"));
        assertThat(prometheus.firing())
                .as("the last of which the example of the Alertmanager leaves unsaid")
                .isSubsetOf("AndonDatabaseUnavailable", "AndonTableStale", "AndonPoolWaiters");
        database = Server.createTcpServer("-tcpPort", Integer.toString(port)).start();
        eventually().untilAsserted(() -> assertThat(prometheus.firing()).isEmpty());
    }

    @Test
    @Order(4)
    void anAndonThatIsGoneIsSaidAndNothingElse() {
        andon.close();
        eventually()
                .untilAsserted(() -> assertThat(prometheus.firing()).containsExactly("AndonDown"));
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(200));
    }
}
