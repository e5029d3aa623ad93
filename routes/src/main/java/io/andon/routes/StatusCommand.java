package io.andon.routes;

import com.fasterxml.jackson.databind.JsonNode;
import io.andon.routes.RunningServer.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** Shows on one screen how the Andon that runs is; the exit code says its state. */
@Command(
        name = "status",
        description = "Shows how the running Andon is; exit code 0 UP, 2 DEGRADED, 3 else.",
        mixinStandardHelpOptions = true)
final class StatusCommand extends ServerCommand {
    private static final String HEALTH = "health";
    private static final String DRAINING = "DRAINING";

    StatusCommand() {
        super(HEALTH);
    }

    @Override
    Reply ask(RunningServer server) throws IOException, InterruptedException {
        return server.get(RunningServer.DEEP);
    }

    /** One that goes down refuses every question, and that is a state as well. */
    @Override
    boolean isAnswer(JsonNode body) {
        return super.isAnswer(body) || body.path("code").asText().equals(DRAINING);
    }

    @Override
    int code(JsonNode body) {
        return switch (body.at("/health/state").asText(DRAINING)) {
            case "UP" -> ExitCode.TOLD_TO_STOP;
            case "DEGRADED" -> ExitCode.DEGRADED;
            default -> ExitCode.NOT_SERVING;
        };
    }

    @Override
    void show(JsonNode body) {
        if (!body.has(HEALTH)) {
            tell(DRAINING + ": it is going down");
            return;
        }
        health(body.path(HEALTH));
        tables(body.path("tables"));
        pools(body.path("pools"));
        JsonNode database = body.path("database");
        tell(
                database.path("checkedAt").isNull()
                        ? "database not checked yet"
                        : "database %s, checked %s"
                                .formatted(
                                        word(database.path("code"), "reachable"),
                                        database.path("checkedAt").asText()));
        JsonNode breaker = body.path("breaker");
        tell(
                "breaker %s %s%s"
                        .formatted(
                                breaker.path("name").asText(),
                                breaker.path("state").asText(),
                                breaker.path("since").isNull()
                                        ? ""
                                        : " since " + breaker.path("since").asText()));
    }

    private void health(JsonNode health) {
        tell(
                "%s since %s, recommended: %s%s%s"
                        .formatted(
                                health.path("state").asText(),
                                health.path("since").asText(),
                                health.path("recommendedAction").asText(),
                                health.path("restartHelps").asBoolean() ? " (a restart helps)" : "",
                                health.path("nextAttemptAt").isNull()
                                        ? ""
                                        : ", next attempt "
                                                + health.path("nextAttemptAt").asText()));
        for (JsonNode reason : health.path("reasons")) {
            tell(
                    "  %s %s since %s: %s"
                            .formatted(
                                    reason.path("code").asText(),
                                    reason.path("table").asText(),
                                    reason.path("since").asText(),
                                    reason.path("action").asText()));
        }
        JsonNode maintenance = health.path("maintenance");
        if (!maintenance.isNull()) tell(MaintenanceCommand.said(maintenance));
    }

    private void tables(JsonNode tables) {
        var columns = new TextColumns("TABLE", "VERSION", "ROWS", "AGE", "CODES");
        for (JsonNode table : tables) {
            String codes =
                    table.path("codes")
                            .valueStream()
                            .map(JsonNode::asText)
                            .collect(Collectors.joining(" "));
            columns.row(
                    table.path("table").asText(),
                    word(table.path("version"), "-"),
                    word(table.path("rows"), "-"),
                    table.path("ageSeconds").isNull()
                            ? "-"
                            : age(table.path("ageSeconds").asDouble()),
                    codes.isEmpty() ? "-" : codes);
        }
        columns.lines().forEach(this::tell);
    }

    private void pools(JsonNode pools) {
        var columns = new TextColumns("POOL", "ACTIVE", "IDLE", "PENDING", "MAX");
        for (JsonNode pool : pools) {
            columns.row(
                    pool.path("name").asText(),
                    pool.path("active").asText(),
                    pool.path("idle").asText(),
                    pool.path("pending").asText(),
                    pool.path("max").asText());
        }
        columns.lines().forEach(this::tell);
    }

    /** The two largest units: {@code 4s}, {@code 3m 20s}, {@code 5h 2m}. */
    static String age(double seconds) {
        Duration age = Duration.ofSeconds((long) seconds);
        if (age.toHours() > 0) return "%dh %dm".formatted(age.toHours(), age.toMinutesPart());
        if (age.toMinutes() > 0) return "%dm %ds".formatted(age.toMinutes(), age.toSecondsPart());
        return age.toSeconds() + "s";
    }

    private static String word(JsonNode value, String none) {
        return value.isNull() ? none : value.asText();
    }
}
