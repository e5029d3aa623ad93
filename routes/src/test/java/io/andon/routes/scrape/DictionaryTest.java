package io.andon.routes.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.cache.DegradedCode;
import io.andon.routes.running.RunningAndon;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.Route;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/metrics.md against a scrape of the demo plant that was asked, refreshed and restarted. */
final class DictionaryTest {
    /** Labels whose named values are all there are. */
    private static final List<String> CLOSED =
            List.of("lane", "camel_context", "event_type", "kind", "pool", "name", "state", "area");

    private static final Dictionary DICTIONARY = Dictionary.read();

    @TempDir private static Path data;
    private static RunningAndon andon;
    private static Scrape scrape;

    @BeforeAll
    static void run() {
        try (var first = RunningAndon.demo(data, 200)) {
            RunningAndon.soon()
                    .until(() -> first.metric("andon_snapshot_save_total", "\"saved\"") >= 4);
        }
        andon = RunningAndon.demo(data, 200);
        for (String path :
                List.of("/", "/docs/codes", "/api/wip/lots", "/api/nothing", "/health")) {
            andon.http.get(path, "Andon-Attempt", "2");
        }
        andon.http.get("/api/dashboard/ou-trend");
        RunningAndon.soon().until(() -> andon.metric("andon_refresh_seconds_count", "") >= 4);
        RunningAndon.soon().until(() -> andon.metric("andon_snapshot_save_total", "") >= 1);
        scrape = Scrape.of(andon);
    }

    @AfterAll
    static void stop() {
        andon.close();
    }

    @Test
    void everyFamilyIsExplainedAndEveryExplanationHasItsFamily() {
        assertThat(scrape.types().keySet())
                .containsExactlyInAnyOrderElementsOf(DICTIONARY.families().keySet());
    }

    @Test
    void typesAndLabelsAreAsTheDictionarySays() {
        var documented = new TreeMap<String, String>();
        DICTIONARY
                .families()
                .forEach((name, family) ->
                        documented.put(name, family.type() + " " + Set.of(family.labels())));
        var scraped = new TreeMap<String, String>();
        scrape.types()
                .forEach((name, type) -> scraped.put(name, type + " " + scrape.labelsOf(name)));
        assertThat(scraped).isEqualTo(documented);
    }

    @Test
    void everyLabelIsExplainedAndHasNoMoreValuesThanItMay() {
        Set<String> used =
                scrape.samples().stream()
                        .flatMap(each -> each.labels().keySet().stream())
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(used).isEqualTo(DICTIONARY.labels().keySet());
        DICTIONARY
                .labels()
                .forEach((name, label) ->
                        assertThat(scrape.valuesOf(name))
                                .as(name)
                                .isNotEmpty()
                                .hasSizeLessThanOrEqualTo(label.most()));
    }

    @Test
    void labelsWithFixedValuesHaveNoOthers() {
        DICTIONARY.labels().entrySet().stream()
                .filter(each -> CLOSED.contains(each.getKey()))
                .forEach(each ->
                        assertThat(each.getValue().named())
                                .as(each.getKey())
                                .containsAll(scrape.valuesOf(each.getKey())));
        assertThat(scrape.valuesOf("code"))
                .isEqualTo(
                        Arrays.stream(DegradedCode.values())
                                .map(Enum::name)
                                .collect(Collectors.toCollection(TreeSet::new)));
        assertThat(scrape.valuesOf("status")).allMatch(value -> value.matches("[2-5][0-9]{2}"));
        assertThat(scrape.valuesOf("table"))
                .containsExactly("lots", "resource_status", "resources", "spec_workcenters");
    }

    @Test
    void everyRouteIsCountedUnderAnIdThatSaysWhatItIs() {
        Set<String> routes =
                andon.context().getRoutes().stream()
                        .map(Route::getRouteId)
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> counted = scrape.valuesOf("route_id");
        counted.remove("");
        assertThat(counted).isEqualTo(routes).noneMatch(id -> id.matches("route[0-9]+"));
    }

    /** What the design promises to whoever builds alerts on it. */
    @Test
    void theNamesThatAreAPromiseAreThere() {
        assertThat(scrape.series())
                .anyMatch(each -> each.startsWith("andon_table_age_seconds{table=lots"))
                .anyMatch(each -> each.startsWith("andon_table_verified_age_seconds{table=lots"))
                .anyMatch(each -> each.startsWith("andon_table_version{table=lots"))
                .anyMatch(each -> each.startsWith("andon_table_rows{table=lots"))
                .anyMatch(each -> each.startsWith("andon_table_bytes{table=lots"))
                .anyMatch(
                        each -> each.equals("andon_index_lag_versions{index=machines, table=lots}"))
                .anyMatch(each -> each.equals("andon_index_bytes{index=primary-key, table=lots}"))
                .anyMatch(each ->
                        each.equals("andon_index_build_seconds{index=primary-key, table=lots}"))
                .anyMatch(each ->
                        each.equals("andon_refresh_total{outcome=published, table=resources}"))
                .anyMatch(each -> each.equals("andon_degraded{code=DB_UNREACHABLE}"))
                .anyMatch(each ->
                        each.equals(
                                "andon_http_requests_seconds_count"
                                        + "{lane=camel, operation=/api/wip/lots, status=200}"))
                .anyMatch(each -> each.equals("andon_client_retries_total{}"));
        assertThat(andon.metric("andon_client_retries_total", "")).isEqualTo(5);
    }

    @Test
    void theFreshnessOfEachTableIsThePlantsOwn() {
        for (var plan : andon.configuration().plant().tables()) {
            String table = "table=\"%s\"".formatted(plan.table().value());
            assertThat(andon.metric("andon_table_fresh_for_seconds", table))
                    .isEqualTo(plan.freshFor().toMillis() / 1e3);
            assertThat(andon.metric("andon_table_expire_after_seconds", table))
                    .isEqualTo(plan.expireAfter().toMillis() / 1e3);
        }
        assertThat(andon.metric("andon_ready", "")).isEqualTo(1);
    }
}
