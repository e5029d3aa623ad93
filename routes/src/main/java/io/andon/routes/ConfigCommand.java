package io.andon.routes;

import com.fasterxml.jackson.databind.JsonNode;
import io.andon.routes.RunningServer.Reply;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Shows the configuration that the running Andon has in force. */
@Command(
        name = "config",
        description = "Shows every setting in force at the running Andon, and where it came from.",
        mixinStandardHelpOptions = true)
final class ConfigCommand extends ServerCommand {
    ConfigCommand() {
        super("fingerprint");
    }

    @Override
    Reply ask(RunningServer server) throws IOException, InterruptedException {
        return server.get("/admin/api/config");
    }

    @Override
    void show(JsonNode body) {
        tell("fingerprint " + body.path("fingerprint").asText());
        JsonNode plant = body.path("plant");
        tell(
                "plant %s (%s), %s, shift day from %s"
                        .formatted(
                                plant.path("id").asText(),
                                plant.path("title").asText(),
                                plant.path("timeZone").asText(),
                                plant.path("shiftDayStart").asText()));
        var tables = new TextColumns("TABLE", "PERIOD", "DEADLINE", "FRESH FOR", "EXPIRES AFTER");
        for (JsonNode table : plant.path("tables")) {
            tables.row(
                    table.path("table").asText(),
                    StatusCommand.age(table.path("periodSeconds").asDouble()),
                    StatusCommand.age(table.path("readDeadlineSeconds").asDouble()),
                    StatusCommand.age(table.path("freshForSeconds").asDouble()),
                    StatusCommand.age(table.path("expireAfterSeconds").asDouble()));
        }
        tables.lines().forEach(this::tell);
        var settings = new TextColumns("SETTING", "VALUE", "FROM");
        for (JsonNode setting : body.path("settings")) {
            settings.row(
                    setting.path("key").asText(),
                    setting.path("value").isNull() ? "-" : setting.path("value").asText(),
                    setting.path("source").asText());
        }
        settings.lines().forEach(this::tell);
    }
}
