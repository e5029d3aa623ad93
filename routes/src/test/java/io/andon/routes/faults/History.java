package io.andon.routes.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.andon.routes.faults.Watch.Reading;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What the clients of one watch saw, held to the invariants of the degraded contract. */
record History(List<Reading> readings) {
    private static final List<String> PROBLEM_FIELDS =
            List.of("type", "title", "status", "code", "retryable", "retryAfterSeconds", "traceId");

    /** Holds every answer to what must be true of it whatever happens. */
    void check(List<String> secrets) {
        Set<Body> bodies = readings.stream().map(Reading::body).collect(Collectors.toSet());
        bodies.forEach(body ->
                assertThat(body.text())
                        .as("%s says nothing of the inside", body.path())
                        .doesNotContainIgnoringCase(secrets.toArray(String[]::new)));
        bodies.stream().filter(body -> body.status() != 200).forEach(History::checkProblem);
        bodies.stream().filter(body -> body.status() == 200).forEach(History::checkSums);
        checkAgreement(bodies);
        checkOnePerVersion(bodies);
        for (List<Reading> client : clients()) {
            checkVersions(client);
            LabPlant.TABLES.forEach(table -> checkDegraded(client, table));
        }
        checkTags();
    }

    /** The figures of a degraded table are those of before: its version stands still. */
    private static void checkDegraded(List<Reading> client, String table) {
        long kept = -1;
        for (Reading each : client) {
            Long version = each.body().versions().get(table);
            if (version == null) continue;
            boolean degraded = !each.body().codes(table).isEmpty();
            if (degraded && kept >= 0) {
                assertThat(version).as("the version of %s while degraded", table).isEqualTo(kept);
            }
            kept = degraded ? version : -1;
        }
    }

    private static void checkVersions(List<Reading> client) {
        var last = new HashMap<String, Long>();
        for (Reading each : client) {
            each.body()
                    .versions()
                    .forEach((table, version) ->
                            assertThat(version)
                                    .as("version of %s in %s", table, each.body().path())
                                    .isGreaterThanOrEqualTo(last.getOrDefault(table, 0L)));
            last.putAll(each.body().versions());
        }
    }

    /** The same versions have the same data, and with the same truth about it the same bytes. */
    private static void checkOnePerVersion(Set<Body> bodies) {
        var data = new HashMap<List<Object>, String>();
        var texts = new HashMap<List<Object>, String>();
        for (Body body : bodies) {
            if (body.status() != 200) continue;
            List<Object> versions = List.of(body.path(), body.versions());
            String known = data.putIfAbsent(versions, body.data());
            if (known != null) assertThat(body.data()).as(body.path()).isEqualTo(known);
            List<Object> all = List.of(versions, body.troubles(), body.stale());
            String same = texts.putIfAbsent(all, body.text());
            if (same != null) assertThat(body.text()).as(body.path()).isEqualTo(same);
        }
    }

    /** Every answer from one version of the lots counts the same lots. */
    private static void checkAgreement(Set<Body> bodies) {
        var lots = new HashMap<Long, Set<Long>>();
        for (Body body : bodies) {
            Long version = body.versions().get("lots");
            if (body.status() != 200 || version == null) continue;
            JsonNode data = body.json().path("data");
            for (String field : List.of("/lots", "/total/lots")) {
                boolean counts = body.path().contains("wip") && !body.path().contains("hold");
                JsonNode count = data.at(field);
                if (counts && count.isNumber()) {
                    lots.computeIfAbsent(version, _ -> new HashSet<>()).add(count.asLong());
                }
            }
            if (body.path().contains("/lots?")) {
                lots.computeIfAbsent(version, _ -> new HashSet<>())
                        .add(data.path("total").asLong());
            }
        }
        lots.forEach((version, counts) ->
                assertThat(counts).as("lots of version %d", version).hasSize(1));
    }

    private static void checkSums(Body body) {
        JsonNode data = body.json().path("data");
        if (body.path().endsWith("/summary") && data.has("byStatus")) {
            assertThat(sum(data.path("byStatus"), "/lots")).isEqualTo(data.path("lots").asLong());
        }
        if (body.path().endsWith("/matrix")) {
            long total = data.at("/total/lots").asLong();
            assertThat(sum(data.path("cells"), "/2")).isEqualTo(total);
            assertThat(sum(data.path("rows"), "/lots")).isEqualTo(total);
            assertThat(sum(data.path("columns"), "/lots")).isEqualTo(total);
        }
        if (body.path().endsWith("/hold")) {
            assertThat(sum(data.path("reasons"), "/lots"))
                    .isEqualTo(data.at("/total/lots").asLong());
        }
    }

    private static void checkProblem(Body body) {
        assertThat(body.contentType()).startsWith("application/problem+json");
        assertThat(body.json().properties().stream().map(Map.Entry::getKey))
                .as(body.text())
                .containsAll(PROBLEM_FIELDS);
        assertThat(body.json().path("status").asInt()).isEqualTo(body.status());
    }

    /** A table changes between good and bad no faster than its attempts come. */
    void checkPace(Duration shortest) {
        for (List<Reading> client : clients()) {
            for (String table : LabPlant.TABLES) checkPace(client, table, shortest);
        }
    }

    private static void checkPace(List<Reading> client, String table, Duration shortest) {
        boolean degraded = false;
        long since = 0;
        for (Reading each : client) {
            if (!each.body().versions().containsKey(table)) continue;
            if (each.body().codes(table).isEmpty() != degraded) continue;
            if (since != 0) {
                assertThat(Duration.ofNanos(each.at() - since))
                        .as("between two changes of %s", table)
                        .isGreaterThan(shortest);
            }
            degraded = !degraded;
            since = each.at();
        }
    }

    /** An entity tag stands for one body of a path and no other. */
    private void checkTags() {
        var tagged = new HashMap<String, Body>();
        for (Reading each : readings) {
            if (each.etag().isEmpty()) continue;
            String tag = each.body().path() + " " + each.etag().get();
            Body known = tagged.putIfAbsent(tag, each.body());
            if (known != null) assertThat(each.body()).as(tag).isEqualTo(known);
        }
    }

    /** The answers of one client after another, each in the order it got them. */
    private List<List<Reading>> clients() {
        return List.copyOf(
                readings.stream()
                        .sorted(Comparator.comparingLong(Reading::at))
                        .collect(Collectors.groupingBy(Reading::client))
                        .values());
    }

    /** The answers that were asked for in a span of {@link System#nanoTime}. */
    History between(long from, long to) {
        return new History(
                readings.stream().filter(each -> each.at() >= from && each.at() < to).toList());
    }

    /** Table to codes, over all answers. */
    Map<String, Set<String>> codes() {
        var codes = new HashMap<String, Set<String>>();
        for (Reading each : readings) {
            for (Body.Trouble trouble : each.body().troubles()) {
                codes.computeIfAbsent(trouble.table(), _ -> new HashSet<>()).add(trouble.code());
            }
        }
        return codes;
    }

    long errors() {
        return readings.stream().filter(each -> each.body().status() != 200).count();
    }

    /** The 99th percentile in microseconds; 0 without answers. */
    long p99Micros() {
        long[] took = readings.stream().mapToLong(Reading::took).sorted().toArray();
        return took.length == 0 ? 0 : took[(int) (took.length * 0.99)] / 1_000;
    }

    private static long sum(JsonNode members, String pointer) {
        return StreamSupport.stream(members.spliterator(), false)
                .mapToLong(each -> each.at(pointer).asLong())
                .sum();
    }
}
