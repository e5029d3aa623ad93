package io.andon.routes.operations;

import static io.andon.routes.running.RunningAndon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.andon.routes.running.Reply;
import io.andon.routes.running.RunningAndon;
import io.andon.routes.running.SeededPlant;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What watchdogs, load balancers and users of Camel are told by a running Andon. */
class HealthTest {
    @TempDir private static Path data;
    private static SeededPlant plant;
    private static RunningAndon andon;

    @BeforeAll
    static void startAndon() {
        plant = new SeededPlant(74);
        andon = RunningAndon.of(plant.folder(data), data).awaitReady();
    }

    @AfterAll
    static void stopAndon() {
        andon.close();
        plant.close();
    }

    @ParameterizedTest
    @CsvSource({
        "health, /health",
        "health-probe, /health/live",
        "health-probe, /health/ready",
        "health-deep, /health/deep",
        "problem, /nowhere"
    })
    void everyAnswerIsAsItsPublishedSchemaSays(String name, String path) throws Exception {
        Reply schema = andon.http.get("/docs/schemas/" + name + ".json");
        assertThat(schema.contentType()).isEqualTo("application/schema+json");
        var validator = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema.body());
        JsonNode answer = andon.http.get(path).json();
        assertThat(validator.validate(answer)).isEmpty();
        JsonNode other = new ObjectMapper().readTree("{\"state\": \"FINE\", \"extra\": 1}");
        assertThat(validator.validate(other)).isNotEmpty();
    }

    @Test
    void camelsChecksStandWhereUsersOfCamelLook() {
        Reply all = andon.http.get("/observe/health");
        assertThat(all.status()).isEqualTo(200);
        assertThat(all.json().path("status").asText()).isEqualTo("UP");
        assertThat(names(all))
                .contains("context", "route:refresh-lots", "route:getWipLots", "tables", "pulse")
                .isSorted();
        assertThat(names(andon.http.get("/observe/health/live"))).contains("pulse");
        assertThat(names(andon.http.get("/observe/health/live"))).doesNotContain("tables");
        assertThat(names(andon.http.get("/observe/health/ready"))).contains("tables");
    }

    @Test
    void aRouteThatStandsStillIsAReasonUntilItRunsAgain() throws Exception {
        var routes = andon.context().getRouteController();
        routes.stopRoute("refresh-lots");
        try {
            soon().until(() -> reasons().contains("INTERNAL lots"));
            assertThat(andon.http.get("/health").json().path("recommendedAction").asText())
                    .isEqualTo("page");
            assertThat(andon.http.get("/health/live").status()).isEqualTo(200);
            Reply checks = andon.http.get("/observe/health");
            assertThat(checks.status()).isEqualTo(503);
            assertThat(checks.body()).contains("route:refresh-lots", "DOWN");
        } finally {
            routes.startRoute("refresh-lots");
        }
        soon().until(() -> reasons().isEmpty());
        assertThat(andon.http.get("/observe/health").status()).isEqualTo(200);
    }

    @Test
    void retriesOfClientsAreAShareOfTheLastMinute() {
        JsonNode before = deep().path("requests");
        for (int i = 0; i < 20; i++) andon.http.get("/api/plant", "Andon-Attempt", "3");
        JsonNode after = deep().path("requests");
        assertThat(after.path("retries").asInt() - before.path("retries").asInt())
                .isBetween(20 - before.path("retries").asInt(), 20);
        assertThat(after.path("retryShare").asDouble()).isPositive().isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reader", "query", "health"})
    void aPoolThatHasConnectionsLeftIsNotStuck(String name) {
        JsonNode pool =
                deep().path("pools")
                        .valueStream()
                        .filter(each -> each.path("name").asText().equals(name))
                        .findAny()
                        .orElseThrow();
        JsonNode saturation = pool.path("saturation");
        assertThat(saturation.path("stuckAfterSeconds").asInt()).isEqualTo(300);
        assertThat(saturation.path("stuckForSeconds").asDouble()).isLessThan(60);
        assertThat(saturation.path("exhausted").asBoolean()).isFalse();
    }

    private static JsonNode deep() {
        return andon.http.get("/health/deep").json();
    }

    private static List<String> reasons() {
        return andon.http
                .get("/health")
                .json()
                .path("reasons")
                .valueStream()
                .map(reason -> reason.path("code").asText() + " " + reason.path("table").asText())
                .toList();
    }

    private static List<String> names(Reply reply) {
        return reply.json()
                .path("checks")
                .valueStream()
                .map(check -> check.path("name").asText())
                .toList();
    }
}
