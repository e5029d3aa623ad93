package io.andon.routes.promises;

import static io.andon.routes.running.RunningAndon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.andon.routes.running.Reply;
import io.andon.routes.running.RunningAndon;
import io.andon.routes.running.Secrets;
import io.andon.routes.running.SeededPlant;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One outage of the database from its onset to its end, with a plant of short periods. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class OutageTest {
    private static final List<String> SCREENS =
            List.of("/api/wip/overview/summary", "/api/wip/lots", "/api/dashboard/kpi");

    @TempDir private static Path data;
    private static SeededPlant plant;
    private static Server database;
    private static RunningAndon andon;
    private static String lastGood = "";

    @BeforeAll
    static void start() throws SQLException {
        plant = new SeededPlant(23);
        database = Server.createTcpServer("-tcpPort", "0").start();
        String url =
                "jdbc:h2:tcp://127.0.0.1:%d/mem:%s".formatted(database.getPort(), plant.name());
        andon =
                RunningAndon.of(
                                plant.folder(data, url, "600ms", "3s"),
                                data,
                                Map.of("andon.db.pool.acquire-timeout", "300ms"))
                        .awaitReady();
    }

    @AfterAll
    static void stop() {
        andon.close();
        database.stop();
        plant.close();
    }

    @Test
    @Order(1)
    void whileTheDatabaseAnswersNothingIsWrong() {
        soon().until(() -> health("state").equals("UP"));
        assertThat(andon.http.get(SCREENS.getFirst()).degraded()).isEmpty();
        lastGood = andon.http.get(SCREENS.getFirst()).dataText();
    }

    @Test
    @Order(2)
    void whenItGoesTheFiguresStayUnderThePlainCode() {
        int port = database.getPort();
        database.stop();
        assertThat(port).isPositive();
        soon().until(() -> degraded("DB_UNREACHABLE"));
        for (String screen : SCREENS) {
            Reply reply = andon.http.get(screen);
            assertThat(reply.status()).isEqualTo(200);
            Secrets.assertNone(reply);
        }
        assertThat(andon.http.get(SCREENS.getFirst()).dataText()).isEqualTo(lastGood);
        assertThat(andon.http.get("/health/live").status()).isEqualTo(200);
    }

    @Test
    @Order(3)
    void whenItStaysAwayTheFiguresAreSaidToBeStaleAndTheAgeGrows() {
        soon().until(() -> degraded("CACHE_STALE"));
        Reply reply = andon.http.get(SCREENS.getFirst());
        assertThat(reply.degraded()).containsExactly("DB_UNREACHABLE", "CACHE_STALE");
        assertThat(reply.meta().path("stale").asBoolean()).isTrue();
        assertThat(reply.dataText()).isEqualTo(lastGood);
        assertThat(Integer.parseInt(reply.header("age").orElse("0"))).isGreaterThanOrEqualTo(3);
    }

    @Test
    @Order(4)
    void nobodyIsToldToRestart() {
        Reply health = andon.http.get("/health");
        assertThat(health.status()).isEqualTo(200);
        assertThat(health.json().path("state").asText()).isEqualTo("DEGRADED");
        assertThat(health.json().path("recommendedAction").asText()).isEqualTo("wait");
        assertThat(health.json().path("restartHelps").asBoolean()).isFalse();
        Secrets.assertNone(health);
        assertThat(andon.http.get("/health/live").status()).isEqualTo(200);
        assertThat(andon.http.get("/health/ready").status()).isEqualTo(200);
    }

    @Test
    @Order(5)
    void theHealthConnectionSaysThatTheDatabaseIsAway() {
        soon().until(() ->
                !andon.http.get("/health/deep").json().at("/database/reachable").asBoolean(true));
        assertThat(andon.http.get("/health/deep").json().at("/database/code").asText())
                .isEqualTo("DB_UNREACHABLE");
    }

    @Test
    @Order(6)
    void whenItIsBackEverythingIsFreshAgain() throws SQLException {
        String url = andon.configuration().plant().source().url();
        String port = url.replaceFirst("jdbc:h2:tcp://127.0.0.1:([0-9]+)/.*", "$1");
        database = Server.createTcpServer("-tcpPort", port).start();
        soon().until(() -> health("state").equals("UP"));
        Reply reply = andon.http.get(SCREENS.getFirst());
        assertThat(reply.degraded()).isEmpty();
        assertThat(reply.meta().path("stale").asBoolean()).isFalse();
        assertThat(reply.dataText()).isEqualTo(lastGood);
    }

    private static boolean degraded(String code) {
        return SCREENS.stream().allMatch(path -> andon.http.get(path).degraded().contains(code));
    }

    private static String health(String field) {
        return andon.http.get("/health").json().path(field).asText();
    }
}
