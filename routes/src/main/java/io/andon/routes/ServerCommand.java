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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks the Andon that runs, or acts on it, and shows its answer to people or as it is. */
abstract class ServerCommand implements Callable<Integer> {
    @Mixin private ConfigurationOptions options = new ConfigurationOptions();

    @Option(names = "--json", description = "Print the server's answer as it is.")
    private boolean json;

    @Spec private @Nullable CommandSpec spec;

    private final String field;

    /** One that acts. */
    ServerCommand() {
        this("result");
    }

    /** One whose answer has that field. */
    ServerCommand(String field) {
        this.field = field;
    }

    @Override
    public final Integer call() throws IOException, InterruptedException {
        JsonNode body = ask(RunningServer.of(options.read().settings())).body();
        if (json) out().println(body);
        else if (isAnswer(body)) show(body);
        else throw new NoAnswerException(RunningServer.problem(body));
        out().flush();
        return isAnswer(body) ? code(body) : ExitCode.FAILED;
    }

    /** Sends what the command stands for. */
    abstract Reply ask(RunningServer server) throws IOException, InterruptedException;

    /** Says the answer to people. */
    abstract void show(JsonNode body);

    /** The exit code of an answer: unless a command says otherwise, what became of a control. */
    int code(JsonNode body) {
        return switch (body.path("result").asText("applied")) {
            case "applied" -> ExitCode.TOLD_TO_STOP;
            case "deferred" -> ExitCode.DEFERRED;
            default -> ExitCode.FAILED;
        };
    }

    /** Whether it is the answer that the command can show; else it is a problem. */
    boolean isAnswer(JsonNode body) {
        return body.has(field);
    }

    /** Says something to people, who asked for no JSON. */
    final void tell(String line) {
        if (!json) out().println(line);
    }

    /** The text as a part of a path or a query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private PrintWriter out() {
        if (spec == null) throw new IllegalStateException("picocli sets the spec before a call");
        return spec.commandLine().getOut();
    }
}
