package io.andon.routes.promises;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.andon.routes.running.Reply;
import io.andon.routes.running.RunningAndon;
import io.andon.routes.running.SeededPlant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests never reach the database, and every answer is made of versions that it names. */
final class AnsweredFromMemoryTest {
    private static final String ACQUIRED = "hikaricp_connections_acquire_seconds_count";
    private static final List<String> PATHS =
            List.of(
                    "/api/wip/overview/summary",
                    "/api/wip/overview/matrix",
                    "/api/resource/status?pageSize=5");

    @TempDir private static Path data;
    private static SeededPlant plant;
    private static RunningAndon andon;

    @BeforeAll
    static void start() {
        plant = new SeededPlant(17);
        andon = RunningAndon.of(plant.folder(data), data).awaitReady();
    }

    @AfterAll
    static void stop() {
        andon.close();
        plant.close();
    }

    @Test
    void aThousandRequestsUseNoConnectionButThoseOfTheRefreshes() throws Exception {
        double refreshed = andon.metric("andon_refresh_total", "");
        double acquired = andon.metric(ACQUIRED, "pool=\"reader\"");
        assertThat(acquired).isEqualTo(refreshed);
        try (var clients = Executors.newFixedThreadPool(4)) {
            var requests = new ArrayList<Future<Boolean>>();
            for (int i = 0; i < 1_000; i++) {
                String path = PATHS.get(i % PATHS.size());
                requests.add(clients.submit(() -> andon.http.get(path).status() == 200));
            }
            for (int i = 0; i < 15; i++) {
                andon.refresh("lots");
                andon.refresh("resource_status");
            }
            for (Future<Boolean> request : requests) assertThat(request.get()).isTrue();
        }
        assertThat(andon.metric("andon_refresh_total", "")).isEqualTo(refreshed + 2 * 15);
        assertThat(andon.metric(ACQUIRED, "pool=\"reader\"")).isEqualTo(acquired + 2 * 15);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/resource/status",
                "/api/resource/status/options",
                "/api/resource/status/summary",
                "/api/resource/status/matrix",
                "/api/resource/machine/EQ%2F00",
                "/api/dashboard/kpi",
                "/api/dashboard/workcenter-cards",
                "/api/wip/lot/D,4"
            })
    void aComposedAnswerNamesEveryVersionThatItUsed(String path) {
        assertThat(andon.http.get(path).versions().keySet())
                .containsExactly("lots", "resource_status", "resources");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/wip/overview/summary", "/api/wip/overview/hold", "/api/wip/lots"})
    void anAnswerFromOneTableNamesItsVersionAlone(String path) {
        assertThat(andon.http.get(path).versions().keySet()).containsExactly("lots");
    }

    @Test
    void versionsOnlyRiseWhileRefreshesRun() throws ExecutionException, InterruptedException {
        try (var refresher = Executors.newSingleThreadExecutor()) {
            Future<?> refreshing =
                    refresher.submit(() -> {
                        for (int i = 0; i < 25; i++) {
                            andon.refresh("lots");
                            andon.refresh("resources");
                        }
                    });
            Map<String, Map<String, Long>> seen = new HashMap<>();
            for (int i = 0; i < 400 || !refreshing.isDone(); i++) {
                String path = PATHS.get(i % PATHS.size());
                Map<String, Long> versions = andon.http.get(path).versions();
                Map<String, Long> before = seen.getOrDefault(path, Map.of());
                versions.forEach((table, version) ->
                        assertThat(version).isGreaterThanOrEqualTo(before.getOrDefault(table, 0L)));
                seen.put(path, versions);
            }
            refreshing.get();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "workcenter=DICING",
                "status=HOLD&package=QFN,8",
                "product=PRD-1*",
                "customer=ACME",
                "includeDummy=true",
                "lotId=nobody"
            })
    void cellsSummaryPageAndSourceAgreeOnOneVersion(String query) {
        Reply matrix = andon.http.get("/api/wip/overview/matrix?" + query);
        Reply summary = andon.http.get("/api/wip/overview/summary?" + query);
        Reply page = andon.http.get("/api/wip/lots?" + query);
        assertThat(summary.versions()).isEqualTo(matrix.versions()).isEqualTo(page.versions());
        long lots = page.data().path("total").asLong();
        long qty = summary.data().path("qty").asLong();
        assertThat(summary.data().path("lots").asLong()).isEqualTo(lots);
        assertThat(sum(matrix.data().path("cells"), "/2")).isEqualTo(lots);
        assertThat(sum(matrix.data().path("cells"), "/3")).isEqualTo(qty);
        for (String side : List.of("rows", "columns")) {
            assertThat(sum(matrix.data().path(side), "/lots")).isEqualTo(lots);
            assertThat(sum(matrix.data().path(side), "/qty")).isEqualTo(qty);
        }
        assertThat(matrix.data().at("/total/lots").asLong()).isEqualTo(lots);
        assertThat(sum(summary.data().path("byStatus"), "/lots")).isEqualTo(lots);
        long held = summary.data().at("/byStatus/HOLD/lots").asLong();
        assertThat(sum(summary.data().path("holdByType"), "/lots")).isEqualTo(held);
        JsonNode hold = andon.http.get("/api/wip/overview/hold?" + query).data();
        assertThat(sum(hold.path("reasons"), "/lots")).isEqualTo(held);
        assertThat(sum(matrix.data().path("cells"), "/4"))
                .isEqualTo(summary.data().at("/byStatus/HOLD/qty").asLong());
    }

    @Test
    void aChangeInTheSourceShowsWithTheNextRefreshAndNotBefore() {
        Reply before = andon.http.get("/api/wip/overview/summary?workorder=WO-NEW");
        plant.run(
                "INSERT INTO MES_LOT (LOT_NO, WORK_ORDER, QTY, STATE) VALUES ('N1', 'WO-NEW', 5, 'RUN')");
        assertThat(andon.http.get("/api/wip/overview/summary?workorder=WO-NEW").body())
                .isEqualTo(before.body());
        andon.refresh("lots");
        Reply after = andon.http.get("/api/wip/overview/summary?workorder=WO-NEW");
        assertThat(after.data().path("qty").asLong()).isEqualTo(5);
        assertThat(after.versions().get("lots")).isGreaterThan(before.versions().get("lots"));
    }

    private static long sum(JsonNode members, String pointer) {
        long sum = 0;
        for (JsonNode member : members) sum += member.at(pointer).asLong();
        return sum;
    }
}
