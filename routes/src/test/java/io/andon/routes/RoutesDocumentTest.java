package io.andon.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.routes.running.RunningAndon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.rest.RestDefinition;
import org.apache.camel.model.rest.VerbDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * docs/routes.md is what the routes of the running demo plant say of themselves. After a change of
 * routes, {@code -Dandon.docs.write=true} writes it anew.
 */
final class RoutesDocumentTest {
    private static final Path DOCUMENT = RunningAndon.root().resolve("docs/routes.md");

    @TempDir private Path data;

    @Test
    void theDocumentSaysWhatRuns() throws IOException {
        String written;
        try (var andon = RunningAndon.demo(data, 50)) {
            var context = (ModelCamelContext) andon.context();
            assertThat(context.getRouteDefinitions())
                    .filteredOn(route -> !isRest(route))
                    .allSatisfy(route -> {
                        assertThat(route.getRouteId()).doesNotMatch("route[0-9]+");
                        assertThat(route.getDescriptionText()).as(route.getRouteId()).isNotBlank();
                        assertThat(route.getRouteConfigurationId())
                                .isIn(
                                        ErrorPolicies.KEEP_LAST_GOOD,
                                        ErrorPolicies.KEEP_SAVED,
                                        ErrorPolicies.ANSWER_WITH_CODE);
                    });
            written = document(context);
        }
        if (Boolean.getBoolean("andon.docs.write")) Files.writeString(DOCUMENT, written);
        assertThat(Files.readString(DOCUMENT))
                .as("docs/routes.md; run this test with -Dandon.docs.write=true to renew it")
                .isEqualTo(written);
    }

    /** What the REST DSL makes of a path: the table of operations has it. */
    private static boolean isRest(RouteDefinition route) {
        return route.getInput().getEndpointUri().startsWith("rest:");
    }

    private static String document(ModelCamelContext context) {
        var text =
                new StringBuilder(
                        """
                        # Routes

                        Written from the routes of the running demo plant by `RoutesDocumentTest`, which fails
                        when the two differ; `-Dandon.docs.write=true` renews it. A policy says what becomes of a
                        failure: `keep-last-good` leaves the table's last good version in place and puts the
                        failure's code into every answer from it; `keep-saved` leaves what was saved on disk and
                        tries again a period later; `answer-with-code` gives the caller the failure's code as a
                        problem body.

                        ## REST

                        Every operation of `openapi/andon.yaml`, which says what it takes and answers.
                        `GET /api/events` and the pages stand in front of these routes.

                        | Path | Route |
                        |---|---|
                        """);
        var paths = new TreeMap<String, String>();
        for (RestDefinition rest : context.getRestDefinitions()) {
            for (VerbDefinition verb : rest.getVerbs()) {
                String below = verb.getPath() == null ? "" : verb.getPath();
                paths.put(
                        "%s %s%s"
                                .formatted(
                                        verb.asVerb().toUpperCase(java.util.Locale.ROOT),
                                        rest.getPath(),
                                        below),
                        verb.getTo().getEndpointUri().replaceFirst("^direct:(//)?", ""));
            }
        }
        paths.forEach((path, route) -> text.append("| `%s` | %s |\n".formatted(path, route)));
        text.append(
                """

                ## Routes

                | Route | What it does | From | Policy | Steps |
                |---|---|---|---|---|
                """);
        context.getRouteDefinitions().stream()
                .filter(route -> !isRest(route))
                .sorted(Comparator.comparing(RouteDefinition::getRouteId))
                .forEach(route -> text.append(row(route)));
        return text.toString();
    }

    private static String row(RouteDefinition route) {
        return "| %s | %s | `%s` | %s | %s |\n"
                .formatted(
                        route.getRouteId(),
                        route.getDescriptionText(),
                        route.getInput()
                                .getEndpointUri()
                                .replaceFirst("\\?.*", "")
                                .replace("://", ":"),
                        route.getRouteConfigurationId(),
                        steps(route.getOutputs()));
    }

    /** The other routes that it calls by name, its own steps by their number. */
    private static String steps(List<ProcessorDefinition<?>> outputs) {
        long own = outputs.stream().filter(ProcessDefinition.class::isInstance).count();
        List<String> calls =
                outputs.stream()
                        .filter(ToDefinition.class::isInstance)
                        .map(each -> ((ToDefinition) each).getEndpointUri())
                        .map(uri -> uri.replaceFirst("^direct:(//)?", ""))
                        .toList();
        return calls.isEmpty() ? Long.toString(own) : own + ", then " + String.join(", ", calls);
    }
}
