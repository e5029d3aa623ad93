package io.andon.routes;

import com.fasterxml.jackson.databind.JsonNode;
import io.andon.routes.RunningServer.Reply;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Acts on one table of the Andon that runs; the exit code says what became of it. */
abstract class TableCommand extends ServerCommand {
    private static final String STATUS = "/admin/api/status";

    @Parameters(paramLabel = "TABLE", description = "A table of the plant, like lots.")
    private String table = "";

    private final String act;

    TableCommand(String act) {
        this.act = act;
    }

    @Override
    final Reply ask(RunningServer server) throws IOException, InterruptedException {
        return server.post("/admin/api/caches/" + encoded(table) + "/" + act + seen(server));
    }

    @Override
    final void show(JsonNode body) {
        tell(said(body));
    }

    /** What the administrator is shown before the act, as the query that names it. */
    abstract String seen(RunningServer server) throws IOException, InterruptedException;

    /** The table's line of the status; missing when there is none, or none is told. */
    final JsonNode status(RunningServer server) throws IOException, InterruptedException {
        JsonNode status = server.get(STATUS).body();
        return status.path("tables")
                .valueStream()
                .filter(each -> each.path("table").asText().equals(table))
                .findFirst()
                .orElse(status.path("none"));
    }

    private static String said(JsonNode body) {
        String code = body.path("code").isNull() ? "" : " " + body.path("code").asText();
        return "%s: %s%s. %s %s -> %s"
                .formatted(
                        body.path("table").asText(),
                        body.path("result").asText(),
                        code,
                        body.path("reason").asText(),
                        version(body.path("before")),
                        version(body.path("after")));
    }

    private static String version(JsonNode shown) {
        return shown.path("version").isNull()
                ? "nothing"
                : "%d rows (version %d)"
                        .formatted(shown.path("rows").asLong(), shown.path("version").asLong());
    }

    /** Reads a table now. */
    @Command(
            name = "refresh",
            description = "Reads a table of the running Andon now.",
            mixinStandardHelpOptions = true)
    static final class Refresh extends TableCommand {
        Refresh() {
            super("refresh");
        }

        @Override
        String seen(RunningServer server) {
            return "";
        }
    }

    /** Lets through what was refused, and names what that was. */
    @Command(
            name = "accept",
            description =
                    "Shows the read of a table that was refused for its row count, and lets it"
                            + " through.",
            mixinStandardHelpOptions = true)
    static final class Accept extends TableCommand {
        Accept() {
            super("accept");
        }

        @Override
        String seen(RunningServer server) throws IOException, InterruptedException {
            JsonNode refused = status(server).path("refused");
            boolean holds = refused.has("code") && refused.path("endedAt").isNull();
            if (!holds) return "";
            tell(
                    "%s, %d times since %s: %s"
                            .formatted(
                                    refused.path("code").asText(),
                                    refused.path("times").asLong(),
                                    refused.path("firstAt").asText(),
                                    refused.path("detail").asText()));
            String rows = refused.path("rows").isNull() ? "" : "&rows=" + refused.path("rows");
            return "?code=" + refused.path("code").asText() + rows;
        }
    }
}
