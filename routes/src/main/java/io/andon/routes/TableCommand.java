package io.andon.routes;

import com.fasterxml.jackson.databind.JsonNode;
import io.andon.routes.RunningServer.NoAnswerException;
import io.andon.routes.RunningServer.Reply;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Acts on one table of the Andon that runs; the exit code says what became of it. */
abstract class TableCommand implements Callable<Integer> {
    private static final String STATUS = "/admin/api/status";

    @Mixin private ConfigurationOptions options = new ConfigurationOptions();

    @Parameters(paramLabel = "TABLE", description = "A table of the plant, like lots.")
    private String table = "";

    @Option(names = "--json", description = "Print the server's answer as it is.")
    private boolean json;

    @Spec private @Nullable CommandSpec spec;

    private final String act;

    TableCommand(String act) {
        this.act = act;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var server = RunningServer.of(options.read().settings());
        String name = URLEncoder.encode(table, StandardCharsets.UTF_8).replace("+", "%20");
        Reply reply = server.post("/admin/api/caches/" + name + "/" + act + seen(server));
        if (json) out().println(reply.body());
        else if (reply.body().has("result")) out().println(said(reply.body()));
        else throw new NoAnswerException(RunningServer.problem(reply.body()));
        out().flush();
        return switch (reply.body().path("result").asText()) {
            case "applied" -> ExitCode.TOLD_TO_STOP;
            case "deferred" -> ExitCode.DEFERRED;
            default -> ExitCode.FAILED;
        };
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

    /** Says something to people, who asked for no JSON. */
    final void tell(String line) {
        if (!json) out().println(line);
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

    private PrintWriter out() {
        if (spec == null) throw new IllegalStateException("picocli sets the spec before a call");
        return spec.commandLine().getOut();
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
