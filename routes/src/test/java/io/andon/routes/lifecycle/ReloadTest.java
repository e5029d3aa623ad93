package io.andon.routes.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.andon.routes.running.EventLines;
import io.andon.routes.running.Reply;
import io.andon.routes.running.RunningAndon;
import io.andon.routes.running.Secrets;
import io.andon.routes.running.SeededPlant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: what was changed is in force after a reload, or nothing is and every reason is said. */
final class ReloadTest {
    private static final String SUMMARY = "/api/wip/overview/summary";

    /** Which the board leaves out. */
    private static final String NO_DUMMY = " AND LOT_NO NOT LIKE '%DUMMY%'";

    @TempDir private Path home;
    private SeededPlant plant;
    private Path folder;
    private RunningAndon andon;

    @BeforeEach
    void start() {
        plant = new SeededPlant(7);
        folder = plant.folder(home);
        andon = RunningAndon.of(folder, home.resolve("state")).awaitReady();
    }

    @AfterEach
    void stop() {
        andon.close();
        plant.close();
    }

    @Test
    void poolPeriodAndSqlAreTheNewOnesAfterwards() throws IOException {
        long all = andon.http.get(SUMMARY).json().at("/data/lots").asLong();
        long held = plant.number("SELECT COUNT(*) FROM MES_LOT WHERE STATE = 'HOLD'" + NO_DUMMY);
        andon.set("andon.db.pool.max-size", "7");
        edit("plant.yaml", "period: 1h", "period: 40m");
        edit("lots.sql", "FROM MES_LOT", "FROM MES_LOT WHERE STATE <> 'HOLD'");

        Reply reply = andon.reload();

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.json().path("result").asText()).isEqualTo("applied");
        assertThat(reply.json().at("/before/generation").asInt()).isEqualTo(1);
        assertThat(reply.json().at("/after/generation").asInt()).isEqualTo(2);
        assertThat(reply.json().at("/after/fingerprint"))
                .isNotEqualTo(reply.json().at("/before/fingerprint"));
        assertThat(reply.json().path("operationId").asText())
                .isEqualTo(reply.header("andon-trace").orElseThrow());
        assertThat(andon.http.get(SUMMARY).json().at("/data/lots").asLong())
                .as("the very next answer is of the new SQL")
                .isEqualTo(all - held);
        assertThat(poolMax("query")).isEqualTo(7);
        assertThat(admin("/admin/api/config").at("/plant/tables/0/periodSeconds").asInt())
                .isEqualTo(2_400);
    }

    @Test
    void aVersionThatMeansTheSameIsTakenOverAndTheNextIsHigher() {
        JsonNode before = andon.http.get(SUMMARY).json();

        assertThat(andon.reload().status()).isEqualTo(200);

        JsonNode after = andon.http.get(SUMMARY).json();
        assertThat(after.at("/meta/versions/lots").asLong())
                .isGreaterThanOrEqualTo(before.at("/meta/versions/lots").asLong());
        assertThat(after.path("data")).isEqualTo(before.path("data"));
        RunningAndon.soon()
                .untilAsserted(() ->
                        assertThat(
                                        andon.http
                                                .get(SUMMARY)
                                                .json()
                                                .at("/meta/versions/lots")
                                                .asLong())
                                .isGreaterThan(before.at("/meta/versions/lots").asLong()));
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceAndNothingChanges() throws IOException {
        JsonNode config = admin("/admin/api/config");
        Reply shown = andon.http.get(SUMMARY);
        andon.set("andon.db.pool.max-size", "many");
        andon.set("andon.db.query-timeout", "-1s");
        edit("plant.yaml", "period: 1h", "period: soon");

        Reply reply = andon.reload();

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().path("result").asText()).isEqualTo("rejected");
        assertThat(reply.code()).isEqualTo("CONFIG_INVALID");
        assertThat(reply.json().path("recommendedAction").asText()).isEqualTo("fix-config");
        assertThat(reasons(reply))
                .anyMatch(each -> each.contains("andon.db.pool.max-size"))
                .anyMatch(each -> each.contains("andon.db.query-timeout"))
                .anyMatch(each -> each.contains("period"));
        assertThat(reply.json().path("after")).isEqualTo(reply.json().path("before"));
        assertThat(admin("/admin/api/config")).isEqualTo(config);
        assertThat(poolMax("query")).isEqualTo(10);
        assertThat(andon.http.get(SUMMARY).header("etag")).isEqualTo(shown.header("etag"));
    }

    @Test
    void whatOnlyAStartCanTakeIsNamed() throws IOException {
        andon.set("andon.http.port", "1");
        andon.set("andon.log.kept", "7");

        Reply reply = andon.reload();

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().path("recommendedAction").asText()).isEqualTo("restart");
        assertThat(reasons(reply))
                .satisfiesExactlyInAnyOrder(
                        each -> assertThat(each).startsWith("andon.http.port"),
                        each -> assertThat(each).startsWith("andon.log.kept"));
    }

    @Test
    void aPasswordThatTheDatabaseRefusesIsNotTaken() {
        andon.set("andon.db.password", "nobody knows");

        Reply reply = andon.reload();

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reasons(reply)).contains("lots: DB_AUTH_FAILED");
        assertThat(reply.body()).doesNotContain("nobody knows");
        Secrets.assertNone(reply);
        andon.refresh("lots");
        assertThat(andon.http.get("/health").json().path("state").asText()).isEqualTo("UP");
    }

    @Test
    void sqlThatDoesNotFitIsNotTaken() throws IOException {
        long before = andon.http.get(SUMMARY).json().at("/meta/versions/lots").asLong();
        edit("lots.sql", "QTY AS qty", "NO_SUCH AS qty");
        edit("resources.sql", "ID AS resource_id,", "");

        Reply reply = andon.reload();

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reasons(reply))
                .contains("lots: DB_QUERY_ERROR")
                .anyMatch(each -> each.startsWith("resources:") && each.contains("resource_id"));
        Secrets.assertNone(reply);
        assertThat(andon.http.get(SUMMARY).json().at("/meta/versions/lots").asLong())
                .isEqualTo(before);
    }

    @Test
    void aReadThatAGateRefusesIsNotTaken() throws IOException {
        edit(
                "lots.sql",
                "FROM MES_LOT",
                "FROM (SELECT * FROM MES_LOT UNION ALL SELECT * FROM MES_LOT)");

        Reply reply = andon.reload();

        assertThat(reply.status()).as(reply.body()).isEqualTo(409);
        assertThat(reply.code()).isEqualTo("SOURCE_DUPLICATE_KEY");
        assertThat(andon.http.get("/health").json().path("state").asText()).isEqualTo("UP");
        andon.refresh("lots");
        assertThat(andon.http.get("/health").json().path("state").asText())
                .as("the former generation reads on")
                .isEqualTo("UP");
    }

    @Test
    void otherRulesGiveOtherAnswersFromTheSameRows() throws IOException {
        long before =
                andon.http.get(SUMMARY).json().at("/data/holdByType/nonQuality/lots").asLong();
        edit("plant.yaml", "nonQuality: [Planning]", "nonQuality: [Planning, Yield]");

        assertThat(andon.reload().status()).isEqualTo(200);

        assertThat(andon.http.get(SUMMARY).json().at("/data/holdByType/nonQuality/lots").asLong())
                .isEqualTo(
                        before
                                + plant.number(
                                        "SELECT COUNT(*) FROM MES_LOT WHERE STATE = 'HOLD'"
                                                + " AND REASON = 'Yield'"
                                                + NO_DUMMY));
    }

    @Test
    void aDatabaseThatIsGoneStopsNoReloadOfSomethingElse() throws IOException {
        int nobody = RunningAndon.freePort();
        andon.close();
        edit("plant.yaml", plant.url(), "jdbc:h2:tcp://127.0.0.1:" + nobody + "/gone");
        andon = RunningAndon.of(folder, home.resolve("state")).awaitReady();
        JsonNode before = andon.http.get(SUMMARY).json();
        andon.set("andon.db.pool.max-size", "9");

        Reply reply = andon.reload();

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(poolMax("query")).isEqualTo(9);
        assertThat(andon.http.get(SUMMARY).json().path("data")).isEqualTo(before.path("data"));

        edit("lots.sql", "FROM MES_LOT", "FROM MES_LOT WHERE QTY > 0");
        Reply refused = andon.reload();
        assertThat(refused.status()).isEqualTo(422);
        assertThat(reasons(refused)).contains("lots: DB_UNREACHABLE");
    }

    @Test
    void aPageThatListensIsSentAwayAndFindsTheNextGeneration() throws IOException {
        try (EventLines events = andon.http.events()) {
            events.next();
            assertThat(andon.reload().status()).isEqualTo(200);
            await().until(() -> hasEnded(events));
        }
        try (EventLines events = andon.http.events()) {
            assertThat(events.next(each -> each.is("version", "lots")).data().path("rows").asInt())
                    .isPositive();
        }
    }

    @Test
    void whoAsksWhileOneGoesOnSharesIt() throws InterruptedException {
        var replies = new java.util.concurrent.ConcurrentLinkedQueue<Reply>();
        List<Thread> askers =
                java.util.stream.Stream.generate(
                                () -> Thread.ofPlatform().start(() -> replies.add(andon.reload())))
                        .limit(4)
                        .toList();
        for (Thread asker : askers) asker.join();

        assertThat(replies)
                .extracting(Reply::status)
                .allSatisfy(status -> assertThat(status).isIn(200, 202));
        int generation = andon.reload().json().at("/after/generation").asInt();
        assertThat(generation).isBetween(3, 6);
    }

    private static boolean hasEnded(EventLines events) {
        try {
            events.next();
            return false;
        } catch (UncheckedIOException | AssertionError _) {
            return true;
        }
    }

    private int poolMax(String name) {
        return StreamSupport.stream(admin("/admin/api/pool").path("pools").spliterator(), false)
                .filter(pool -> pool.path("name").asText().equals(name))
                .findAny()
                .orElseThrow()
                .path("max")
                .asInt();
    }

    private JsonNode admin(String path) {
        Reply reply = andon.http.get(path, "Authorization", andon.bearer());
        assertThat(reply.status()).isEqualTo(200);
        return reply.json();
    }

    private static List<String> reasons(Reply reply) {
        return StreamSupport.stream(reply.json().path("reasons").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private void edit(String file, String from, String to) throws IOException {
        Path path = folder.resolve(file);
        String text = Files.readString(path);
        assertThat(text).contains(from);
        Files.writeString(path, text.replace(from, to));
    }
}
