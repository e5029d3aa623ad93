package io.andon.routes.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.andon.routes.running.RunningAndon;
import java.util.HashSet;
import java.util.Set;

/** What an operator sees of a running Andon: deep health, metrics, readiness. */
final class Signals {
    private final RunningAndon andon;

    Signals(RunningAndon andon) {
        this.andon = andon;
    }

    /** How many of the fault's tables carry one of its codes in deep health and in the metrics. */
    int showing(Fault fault) {
        Set<String> found = new HashSet<>();
        int tables = 0;
        for (JsonNode table : andon.http.get("/health/deep").json().path("tables")) {
            if (!fault.tables().contains(table.path("table").asText())) continue;
            Set<String> codes = new HashSet<>();
            table.path("codes").forEach(code -> codes.add(code.asText()));
            codes.retainAll(fault.codes());
            if (!codes.isEmpty()) tables++;
            found.addAll(codes);
        }
        boolean measured =
                found.stream()
                        .allMatch(code -> andon.metric("andon_degraded", "\"" + code + "\"") > 0);
        return measured ? tables : 0;
    }

    /** How many reads of the fault's tables have ended with one of its codes. */
    int failures(Fault fault) {
        double failures = 0;
        for (String table : fault.tables()) {
            for (String code : fault.codes()) {
                failures +=
                        andon.metric(
                                "andon_refresh_total",
                                "outcome=\"%s\",table=\"%s\"".formatted(code, table));
            }
        }
        return (int) failures;
    }

    int live() {
        return andon.http.get("/health/live").status();
    }

    int ready() {
        return andon.http.get("/health/ready").status();
    }

    JsonNode health() {
        return andon.http.get("/health").json();
    }
}
