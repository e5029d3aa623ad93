package io.andon.routes.promises;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.routes.running.Reply;
import io.andon.routes.running.RunningAndon;
import io.andon.routes.running.Secrets;
import io.andon.routes.running.SeededPlant;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an administrator may do to a table, by HTTP. */
final class ControlsTest {
    private static final String ACCEPT = "/admin/api/caches/lots/accept";
    private static final String REFRESH = "/admin/api/caches/lots/refresh";

    @TempDir private Path data;
    private SeededPlant plant;
    private RunningAndon andon;

    @BeforeEach
    void start() {
        plant = new SeededPlant(23);
        andon = RunningAndon.of(plant.folder(data), data).awaitReady();
    }

    @AfterEach
    void stop() {
        andon.close();
        plant.close();
    }

    @Test
    void anEmptyTableIsShownOnlyOnceItIsAccepted() {
        plant.run("DELETE FROM MES_LOT");
        andon.refresh("lots");
        assertThat(lots()).isEqualTo(SeededPlant.LOTS);
        Reply accepted = post(ACCEPT + "?code=SOURCE_SUSPECT_EMPTY&rows=0");
        assertThat(accepted.status()).isEqualTo(200);
        assertThat(accepted.json().path("result").asText()).isEqualTo("applied");
        assertThat(accepted.json().at("/before/rows").asInt()).isEqualTo(SeededPlant.LOTS);
        assertThat(accepted.json().at("/after/rows").asInt()).isZero();
        assertThat(lots()).isZero();
        assertThat(andon.http.get("/health").json().path("state").asText()).isEqualTo("UP");
    }

    @Test
    void whatChangedSinceItWasSeenIsNotAccepted() {
        plant.run("DELETE FROM MES_LOT WHERE QTY > 500");
        andon.refresh("lots");
        for (String seen : List.of("?rows=1", "?code=SOURCE_SUSPECT_EMPTY", "?code=nonsense")) {
            Reply rejected = post(ACCEPT + seen);
            assertThat(rejected.status()).as(seen).isEqualTo(409);
            assertThat(rejected.json().path("reason").asText()).contains("look again");
        }
        assertThat(lots()).isEqualTo(SeededPlant.LOTS);
        assertThat(post(ACCEPT).json().path("result").asText()).isEqualTo("applied");
        assertThat(lots()).isEqualTo(plant.number("SELECT COUNT(*) FROM MES_LOT"));
    }

    @Test
    void onlyRowCountsMayBeAcceptedAndTheRestSaysWhatToDo() {
        Reply nothing = post(ACCEPT);
        assertThat(nothing.status()).isEqualTo(409);
        assertThat(nothing.json().path("reason").asText()).contains("No read");
        plant.run("INSERT INTO MES_LOT (LOT_NO, QTY) VALUES ('D,4', 1)");
        andon.refresh("lots");
        Reply rejected = post(ACCEPT);
        assertThat(rejected.status()).isEqualTo(409);
        assertThat(rejected.json().path("code").asText()).isEqualTo("SOURCE_DUPLICATE_KEY");
        assertThat(rejected.json().path("reason").asText()).contains("fold the rows");
        Secrets.assertNone(rejected);
    }

    @Test
    void aRefreshThatFailsIsRejectedWithItsCode() {
        plant.run("ALTER TABLE MES_LOT RENAME TO MES_LOT_OLD");
        Reply rejected = post(REFRESH);
        assertThat(rejected.status()).isEqualTo(409);
        assertThat(rejected.json().path("code").asText()).isEqualTo("DB_QUERY_ERROR");
        assertThat(rejected.json().path("recommendedAction").asText()).isEqualTo("fix-config");
        assertThat(rejected.json().at("/after/version"))
                .isEqualTo(rejected.json().at("/before/version"));
        Secrets.assertNone(rejected);
    }

    @Test
    void twoHundredCallsAtOnceAreFewReads() throws Exception {
        double before = reads();
        List<Reply> replies;
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Reply> call = () -> post(REFRESH);
            replies =
                    callers.invokeAll(Stream.generate(() -> call).limit(200).toList()).stream()
                            .map(Future::resultNow)
                            .toList();
        }
        assertThat(replies).extracting(Reply::status).isSubsetOf(200, 202, 429);
        assertThat(replies).extracting(Reply::status).contains(200);
        assertThat(replies)
                .filteredOn(reply -> reply.status() == 429)
                .allSatisfy(reply -> {
                    assertThat(reply.code()).isEqualTo("RATE_LIMITED");
                    assertThat(reply.header("retry-after")).isPresent();
                });
        RunningAndon.soon().untilAsserted(() -> assertThat(reads()).isGreaterThan(before));
        assertThat(reads() - before).isLessThan(10);
    }

    private double reads() {
        return andon.metric("andon_refresh_total", "table=\"lots\"");
    }

    private long lots() {
        return andon.http
                .get("/api/wip/overview/summary?includeDummy=true")
                .data()
                .path("lots")
                .asLong();
    }

    private Reply post(String path) {
        return andon.http.send("POST", path, "Authorization", andon.bearer());
    }
}
