package io.andon.routes;

import com.fasterxml.jackson.databind.JsonNode;
import io.andon.routes.RunningServer.Reply;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells the running Andon that people work on it, or that they are done. */
@Command(
        name = "maintenance",
        description = "Tells the running Andon that people work on it, or that they are done.",
        subcommands = {MaintenanceCommand.Start.class, MaintenanceCommand.End.class},
        mixinStandardHelpOptions = true)
final class MaintenanceCommand {
    private static final String PATH = "/admin/api/maintenance";

    private MaintenanceCommand() {}

    /** The flag in one line. */
    static String said(JsonNode maintenance) {
        return "maintenance until %s, since %s: %s"
                .formatted(
                        maintenance.path("until").asText(),
                        maintenance.path("since").asText(),
                        maintenance.path("reason").asText());
    }

    /** Either act. */
    abstract static class Act extends ServerCommand {
        @Override
        void show(JsonNode body) {
            tell("%s. %s".formatted(body.path("result").asText(), body.path("reason").asText()));
            JsonNode after = body.path("after");
            if (!after.isNull()) tell(said(after));
        }
    }

    /** From now on, for so long. */
    @Command(
            name = "start",
            description = "Says for how long people work on it; again, it moves the end.",
            mixinStandardHelpOptions = true)
    static final class Start extends Act {
        @Option(
                names = "--for",
                required = true,
                paramLabel = "DURATION",
                description = "From now on, like 30m or 2h.")
        private String length = "";

        @Option(
                names = "--reason",
                required = true,
                paramLabel = "TEXT",
                description = "One line for those who wonder.")
        private String reason = "";

        @Override
        Reply ask(RunningServer server) throws IOException, InterruptedException {
            return server.post(PATH + "?for=" + encoded(length) + "&reason=" + encoded(reason));
        }
    }

    /** Before its time. */
    @Command(
            name = "end",
            description = "Says that they are done.",
            mixinStandardHelpOptions = true)
    static final class End extends Act {
        @Override
        Reply ask(RunningServer server) throws IOException, InterruptedException {
            return server.post(PATH + "/end");
        }
    }
}
