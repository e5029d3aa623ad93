package io.andon.routes.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.routes.running.EventLines;
import io.andon.routes.running.EventLines.Event;
import io.andon.routes.running.Reply;
import io.andon.routes.running.RunningAndon;
import io.andon.routes.running.SeededPlant;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The stream that keeps a page alive. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class EventsTest {
    private static final List<String> TABLES = List.of("lots", "resources", "resource_status");

    @TempDir private static Path data;
    private static SeededPlant plant;
    private static RunningAndon andon;

    @BeforeAll
    static void start() {
        plant = new SeededPlant(13);
        andon = RunningAndon.of(plant.folder(data), data).awaitReady();
    }

    @AfterAll
    static void stop() {
        andon.close();
        plant.close();
    }

    @Test
    void aNewClientGetsThePresentStateOfEveryTableFirst() throws IOException {
        try (EventLines events = andon.http.events()) {
            assertThat(events.block()).containsExactly("retry: 2000");
            Event first = events.next();
            assertThat(first.name()).isEqualTo("heartbeat");
            assertThat(Instant.parse(first.data().path("now").asText())).isNotNull();
            for (String table : TABLES) {
                Event version = events.next();
                assertThat(version.is("version", table)).as(version.toString()).isTrue();
                assertThat(version.data().path("version").asLong()).isEqualTo(current(table));
                assertThat(version.data().path("rows").asInt()).isPositive();
                assertThat(Instant.parse(version.data().path("asOf").asText())).isNotNull();
                Event degraded = events.next();
                assertThat(degraded.is("degraded", table)).isTrue();
                assertThat(degraded.data().path("codes")).isEmpty();
                assertThat(degraded.data().has("nextAttemptAt")).isTrue();
            }
        }
    }

    @Test
    void aPublicationIsAnnouncedWithAHigherVersionThatIsAlreadyServed() throws IOException {
        try (EventLines events = andon.http.events()) {
            long before =
                    events.next(each -> each.is("version", "lots")).data().path("version").asLong();
            andon.refresh("lots");
            Event after = events.next(each -> each.is("version", "lots"));
            assertThat(after.data().path("version").asLong()).isGreaterThan(before);
            assertThat(current("lots")).isEqualTo(after.data().path("version").asLong());
        }
    }

    @Test
    void idsRiseWithinAStream() throws IOException {
        try (EventLines events = andon.http.events()) {
            var ids = new ArrayList<Long>();
            for (int i = 0; i < 6; i++) ids.add(events.next().id());
            andon.refresh("resources");
            ids.add(events.next().id());
            assertThat(ids).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void aFailureAndItsEndAreAnnounced() throws IOException {
        try (EventLines events = andon.http.events()) {
            for (int i = 0; i < 6; i++) events.next();
            plant.run("ALTER TABLE MES_MACHINE RENAME TO MES_GONE");
            andon.refresh("resources");
            Event failed = events.next(each -> each.is("degraded", "resources"));
            assertThat(failed.data().path("codes").path(0).asText()).isEqualTo("DB_QUERY_ERROR");
            assertThat(failed.data().path("nextAttemptAt").asText()).isNotEmpty();
            plant.run("ALTER TABLE MES_GONE RENAME TO MES_MACHINE");
            andon.refresh("resources");
            Event mended = events.next(each -> each.is("degraded", "resources"));
            assertThat(mended.data().path("codes")).isEmpty();
        }
    }

    @Test
    void theStreamIsNeverStored() throws IOException {
        try (EventLines events = andon.http.events()) {
            assertThat(events.head().header("cache-control")).hasValue("no-store");
        }
    }

    @Test
    void theStreamTakesNoParameters() {
        Reply reply = andon.http.get("/api/events?table=lots");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo("INVALID_PARAMETER");
    }

    private static long current(String table) {
        String path = table.equals("lots") ? "/api/wip/overview/summary" : "/api/dashboard/kpi";
        return andon.http.get(path).versions().getOrDefault(table, 0L);
    }
}
