package io.andon.routes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.andon.cache.DegradedCode;
import io.andon.processors.watchdog.Decision;
import io.andon.processors.watchdog.Limits;
import io.andon.processors.watchdog.Memory;
import io.andon.processors.watchdog.Outcome;
import io.andon.processors.watchdog.Vigil.Looked;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a watchdog says of one decision, in UTC. */
record WatchdogLine(Instant at, Looked looked, Memory memory, Limits limits) {
    /** What must change for the same to be news. */
    String kind() {
        return decision() + " " + looked.decision().reason().id();
    }

    /** Whether it is to be said after a line of that kind: acts and pages always are. */
    boolean isNews(String before) {
        return looked.outcome().isPresent() || isPage() || !kind().equals(before);
    }

    boolean isPage() {
        return looked.decision() instanceof Decision.Page;
    }

    String text() {
        var text = new StringBuilder(shown(at)).append(' ').append(kind());
        looked.outcome().ifPresent(outcome -> text.append(' ').append(name(outcome)));
        text.append(": ").append(looked.decision().reason().text());
        if (!codes().isEmpty()) text.append(" (").append(String.join(", ", codes())).append(')');
        detail().ifPresent(detail -> text.append("; ").append(detail));
        until().ifPresent(until -> text.append("; until ").append(shown(until)));
        return text.toString();
    }

    String json() {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("at", shown(at));
        line.put("decision", decision());
        line.put("reason", looked.decision().reason().id());
        line.put("until", until().map(WatchdogLine::shown).orElse(null));
        codes().forEach(line.putArray("codes")::add);
        line.put("outcome", looked.outcome().map(WatchdogLine::name).orElse(null));
        line.put("detail", detail().orElse(null));
        line.put("stopped", memory.stopped());
        ObjectNode budget = line.putObject("budget");
        budget.put("windowSeconds", limits.restartsWindow().toSeconds());
        budget.put("used", memory.restartsUsed(limits));
        budget.put("max", limits.restartsMax());
        return line.toString();
    }

    private String decision() {
        return looked.decision().getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private Optional<Instant> until() {
        return looked.decision() instanceof Decision.Wait(var _, var until)
                ? until
                : Optional.empty();
    }

    private List<String> codes() {
        return looked.decision() instanceof Decision.Page(var _, var codes)
                ? codes.stream().sorted().map(DegradedCode::name).toList()
                : List.of();
    }

    private Optional<String> detail() {
        return looked.outcome()
                .map(outcome ->
                        switch (outcome) {
                            case Outcome.Applied _ -> "";
                            case Outcome.Refused(var detail, var _) -> detail;
                            case Outcome.Unknown(var detail) -> detail;
                        })
                .filter(detail -> !detail.isEmpty());
    }

    private static String name(Outcome outcome) {
        return outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static String shown(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
