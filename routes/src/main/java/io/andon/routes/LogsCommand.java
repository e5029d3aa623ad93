package io.andon.routes;

import com.fasterxml.jackson.databind.JsonNode;
import io.andon.routes.RunningServer.NoAnswerException;
import io.andon.routes.RunningServer.Reply;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the newest lines of the log of the Andon that runs. */
@Command(
        name = "logs",
        description = "Shows the newest lines of the running Andon's log, the oldest first.",
        mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {
    private static final int FOLLOW_SECONDS = 1;

    @Mixin private ConfigurationOptions options = new ConfigurationOptions();

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            description = "The least level of a line: error, warn or info (default).")
    private String level = "info";

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Lines at most, up to 1000; default 100.")
    private int limit = 100;

    @Option(names = "--follow", description = "Go on with what is logged next, until Ctrl-C.")
    private boolean follow;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Spec private @Nullable CommandSpec spec;

    private long shown;

    @Override
    public Integer call() throws Exception {
        var server = RunningServer.of(options.read().settings());
        show(server);
        if (follow) goOn(server);
        return ExitCode.TOLD_TO_STOP;
    }

    /** Until Ctrl-C, or until nobody answers any more. */
    private void goOn(RunningServer server) throws Exception {
        try (var clock = Executors.newSingleThreadScheduledExecutor()) {
            while (follow) {
                clock.schedule(() -> show(server), FOLLOW_SECONDS, TimeUnit.SECONDS).get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : e;
        }
    }

    /** Prints what is new since it was last shown. */
    private @Nullable Void show(RunningServer server) throws IOException, InterruptedException {
        long after = shown;
        String path = "/admin/api/logs?level=" + level + "&limit=" + limit;
        Reply reply = server.get(after > 0 ? path + "&after=" + after : path);
        JsonNode body = reply.body();
        if (reply.status() != 200) throw new NoAnswerException(RunningServer.problem(body));
        for (JsonNode line : body.path("lines")) out().println(json ? line : text(line));
        out().flush();
        shown = body.path("last").asLong();
        // a server that began anew numbers its lines anew, and all of them are new
        if (shown < after) shown = 0;
        return null;
    }

    private static String text(JsonNode line) {
        String trace =
                line.path("traceId").isNull() ? "" : " [" + line.path("traceId").asText() + "]";
        String text =
                "%s %-5s %s%s - %s"
                        .formatted(
                                line.path("at").asText(),
                                line.path("level").asText().toUpperCase(Locale.ROOT),
                                line.path("logger").asText(),
                                trace,
                                line.path("message").asText().replace("\n", "\\n"));
        return line.path("stack").isNull() ? text : text + "\n" + line.path("stack").asText();
    }

    private PrintWriter out() {
        if (spec == null) throw new IllegalStateException("picocli sets the spec before a call");
        return spec.commandLine().getOut();
    }
}
