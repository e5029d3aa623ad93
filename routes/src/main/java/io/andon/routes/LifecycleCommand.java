package io.andon.routes;

import com.fasterxml.jackson.databind.JsonNode;
import io.andon.routes.RunningServer.Reply;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Reloads or restarts the Andon that runs; the exit code says what became of it. */
abstract class LifecycleCommand extends ServerCommand {
    @Override
    Reply ask(RunningServer server) throws IOException, InterruptedException {
        return server.post(path());
    }

    abstract String path();

    @Override
    void show(JsonNode body) {
        String code = body.path("code").isNull() ? "" : " " + body.path("code").asText();
        tell(
                "%s: %s%s. Generation %d -> %d, %s; restarts used: %d of %d."
                        .formatted(
                                body.path("operation").asText(),
                                body.path("result").asText(),
                                code,
                                body.at("/before/generation").asInt(),
                                body.at("/after/generation").asInt(),
                                body.path("state").asText(),
                                body.at("/budget/used").asInt(),
                                body.at("/budget/max").asInt()));
        for (JsonNode reason : body.path("reasons")) tell("  " + reason.asText());
        String action = body.path("recommendedAction").asText();
        if (!action.equals("none")) tell("  recommended: " + action);
        if (!body.path("nextAllowedAt").isNull())
            tell("  next restart from " + body.path("nextAllowedAt").asText());
    }

    /** Takes the configuration anew. */
    @Command(
            name = "reload",
            description =
                    "Lets the running Andon take settings and plant anew; refused with every"
                            + " reason, it runs on as it is.",
            mixinStandardHelpOptions = true)
    static final class Reload extends LifecycleCommand {
        @Override
        String path() {
            return "/admin/api/reload";
        }
    }

    /** Goes down and comes back. */
    @Command(
            name = "restart",
            description = "Lets the running Andon end, to be started again by its supervisor.",
            mixinStandardHelpOptions = true)
    static final class Restart extends LifecycleCommand {
        @Option(
                names = "--force",
                paramLabel = "REASON",
                description = "Restart although it would mend nothing, and say why.")
        private @Nullable String force;

        @Override
        String path() {
            if (force == null) return "/admin/api/restart";
            return "/admin/api/restart?force=true&reason=" + encoded(force);
        }
    }
}
