package io.andon.routes.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.cache.Action;
import io.andon.cache.DegradedCode;
import io.andon.routes.running.RunningAndon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/**
 * The shipped alerts against their papers and the dictionary. Whether they fire when they should is
 * tried with promtool in test/alerts.
 */
final class AlertsTest {
    private static final Path ROOT = RunningAndon.root();
    private static final Dictionary DICTIONARY = Dictionary.read();

    private static final List<String> HEADINGS =
            List.of("## Look", "## Do", "## Do not", "## Does a restart help?");

    /** What an alert says of itself. */
    record Alert(
            String name, Expression expression, String severity, Map<String, String> annotations) {
        @Override
        public String toString() {
            return name + " " + severity;
        }
    }

    static List<Alert> alerts() throws IOException {
        Map<String, List<Map<String, Object>>> file =
                new Yaml().load(read("config/alerts/andon.yaml"));
        return file.getOrDefault("groups", List.of()).stream()
                .flatMap(group -> rules(group).stream())
                .map(AlertsTest::alert)
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rules(Map<String, Object> group) {
        return (List<Map<String, Object>>) group.getOrDefault("rules", List.of());
    }

    @SuppressWarnings("unchecked")
    private static Alert alert(Map<String, Object> rule) {
        var labels = (Map<String, String>) rule.getOrDefault("labels", Map.of());
        return new Alert(
                String.valueOf(rule.get("alert")),
                new Expression(String.valueOf(rule.get("expr"))),
                labels.getOrDefault("severity", ""),
                (Map<String, String>) rule.getOrDefault("annotations", Map.of()));
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void anAlertStandsOnlyOnMetricsAndLabelsOfTheDictionary(Alert alert) {
        alert.expression().assertStandsOn(DICTIONARY);
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void anAlertHasARunbookAReasonATestAndWordsOfItsOwn(Alert alert) throws IOException {
        assertThat(alert.severity()).isIn("critical", "warning", "info");
        assertThat(alert.annotations()).containsOnlyKeys("summary", "description", "runbook_url");
        assertThat(alert.annotations().values()).allMatch(text -> !text.isBlank());
        String runbook = "docs/runbooks/%s.md".formatted(alert.name());
        assertThat(alert.annotations()).containsEntry("runbook_url", runbook);
        assertThat(read(runbook)).startsWith("# " + alert.name() + "\n");
        assertThat(read(runbook).lines()).containsSubsequence(HEADINGS);
        assertThat(read("docs/alerts.md").lines())
                .anyMatch(line ->
                        line.matches("\\| \\[?%s\\b.*".formatted(alert.name()))
                                && line.contains("| " + alert.severity() + " |"));
        assertThat(read("test/alerts/%s.yaml".formatted(alert.name())))
                .contains("exp_alerts: []", "severity: " + alert.severity());
    }

    @Test
    void noPaperIsOfAnAlertThatIsNotThere() throws IOException {
        Set<String> names =
                alerts().stream().map(Alert::name).collect(Collectors.toCollection(TreeSet::new));
        assertThat(stems("docs/runbooks", ".md")).isEqualTo(names);
        assertThat(stems("test/alerts", ".yaml")).isEqualTo(names);
        assertThat(read("docs/alerts.md").lines().filter(line -> line.startsWith("| [")).toList())
                .hasSameSizeAs(names);
    }

    /** Whatever calls for a person has an alert of its own; refusals of a restart are answers. */
    @Test
    void everyCodeThatWaitingDoesNotMendIsInAnAlert() throws IOException {
        String expressions =
                alerts().stream()
                        .map(alert -> alert.expression().text())
                        .collect(Collectors.joining("\n"));
        assertThat(Arrays.stream(DegradedCode.values()))
                .filteredOn(code -> Set.of(Action.FIX_CONFIG, Action.PAGE).contains(code.action()))
                .filteredOn(code -> code.retry() != DegradedCode.Retry.AS_SAID)
                .isNotEmpty()
                .allMatch(code -> expressions.matches("(?s).*\\b%s\\b.*".formatted(code)));
    }

    @Test
    void everyCodeInAnAlertExists() throws IOException {
        Set<String> codes =
                Arrays.stream(DegradedCode.values()).map(Enum::name).collect(Collectors.toSet());
        for (Alert alert : alerts()) {
            alert.expression().matchers().stream()
                    .filter(matcher -> matcher.label().equals("code"))
                    .forEach(matcher -> assertThat(codes).contains(matcher.value().split("\\|")));
        }
    }

    private static Set<String> stems(String folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .map(name -> name.substring(0, name.length() - ending.length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String read(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }
}
