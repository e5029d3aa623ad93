package io.andon.routes;

import com.fasterxml.jackson.databind.JsonNode;
import io.andon.routes.RunningServer.Reply;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what was done to the Andon that runs, and by whom. */
@Command(
        name = "audit",
        description = "Shows what was done to the running Andon, the oldest first.",
        mixinStandardHelpOptions = true)
final class AuditCommand extends ServerCommand {
    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Entries at most, up to 1000; default 100.")
    private int limit = 100;

    AuditCommand() {
        super("entries");
    }

    @Override
    Reply ask(RunningServer server) throws IOException, InterruptedException {
        return server.get("/admin/api/audit?limit=" + limit);
    }

    @Override
    void show(JsonNode body) {
        for (JsonNode entry : body.path("entries")) {
            String query = entry.path("query").isNull() ? "" : "?" + entry.path("query").asText();
            tell(
                    "%s %s %s %s%s: %s %s [%s]"
                            .formatted(
                                    entry.path("at").asText(),
                                    entry.at("/who/address").asText(),
                                    entry.path("method").asText(),
                                    entry.path("path").asText(),
                                    query,
                                    entry.path("result").asText(),
                                    entry.path("status").asText(),
                                    entry.path("traceId").asText()));
        }
    }
}
