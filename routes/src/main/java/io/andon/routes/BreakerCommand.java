package io.andon.routes;

import com.fasterxml.jackson.databind.JsonNode;
import io.andon.routes.RunningServer.Reply;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Holds a breaker of the running Andon open, or closes it. */
@Command(
        name = "breaker",
        description = "Holds a breaker of the running Andon open, or closes it.",
        subcommands = {BreakerCommand.Open.class, BreakerCommand.Close.class},
        mixinStandardHelpOptions = true)
final class BreakerCommand {
    private BreakerCommand() {}

    /** One act on one breaker. */
    abstract static class Act extends ServerCommand {
        private final String act;

        @Parameters(paramLabel = "NAME", description = "A breaker; there is one: source.")
        private String name = "";

        Act(String act) {
            this.act = act;
        }

        @Override
        Reply ask(RunningServer server) throws IOException, InterruptedException {
            return server.post("/admin/api/breakers/" + encoded(name) + "/" + act);
        }

        @Override
        void show(JsonNode body) {
            tell(
                    "%s: %s. %s %s -> %s"
                            .formatted(
                                    body.path("breaker").asText(),
                                    body.path("result").asText(),
                                    body.path("reason").asText(),
                                    body.at("/before/state").asText(),
                                    body.at("/after/state").asText()));
        }
    }

    /** No question reaches the database from now on. */
    @Command(
            name = "open",
            description = "Lets no question reach the database until it is closed.",
            mixinStandardHelpOptions = true)
    static final class Open extends Act {
        Open() {
            super("open");
        }
    }

    /** Questions reach the database again. */
    @Command(
            name = "close",
            description = "Lets questions reach the database again, and counts anew.",
            mixinStandardHelpOptions = true)
    static final class Close extends Act {
        Close() {
            super("close");
        }
    }
}
