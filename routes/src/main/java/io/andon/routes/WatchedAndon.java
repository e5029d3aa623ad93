package io.andon.routes;

import com.fasterxml.jackson.databind.JsonNode;
import io.andon.cache.Action;
import io.andon.cache.DegradedCode;
import io.andon.processors.health.Health;
import io.andon.processors.watchdog.Actions;
import io.andon.processors.watchdog.Observation;
import io.andon.processors.watchdog.Observation.Absence;
import io.andon.processors.watchdog.Observation.Absent;
import io.andon.processors.watchdog.Observation.Answered;
import io.andon.processors.watchdog.Outcome;
import io.andon.routes.RunningServer.AbsentException;
import io.andon.routes.RunningServer.Reply;
import io.andon.routes.settings.ConfigurationException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The Andon that a watchdog watches, over HTTP. */
final class WatchedAndon implements Actions {
    private final RunningServer looks;
    private final RunningServer acts;

    /**
     * Watches one server.
     *
     * @param looks asks it with little patience
     * @param acts asks it as an administrator does
     */
    WatchedAndon(RunningServer looks, RunningServer acts) {
        this.looks = looks;
        this.acts = acts;
    }

    /** Looks once, with up to three questions. */
    Observation look() throws InterruptedException {
        try {
            JsonNode health = looks.get("/health").body();
            if (!health.has("recommendedAction")) return new Absent(Absence.FOREIGN);
            boolean live = looks.get("/health/live").status() == 200;
            return new Answered(
                    process(),
                    live,
                    named(Health.State.values(), health.path("state").asText())
                            .orElse(Health.State.DEGRADED),
                    codes(health),
                    action(health.path("recommendedAction").asText()),
                    health.path("restartHelps").asBoolean(),
                    health.hasNonNull("maintenance"));
        } catch (AbsentException e) {
            return new Absent(e.how());
        } catch (IOException _) {
            return new Absent(Absence.REFUSED); // it went away in the middle of a word
        }
    }

    @Override
    public Outcome reload() throws InterruptedException {
        return ask("/admin/api/reload");
    }

    @Override
    public Outcome restart() throws InterruptedException {
        return ask("/admin/api/restart");
    }

    private Outcome ask(String path) throws InterruptedException {
        try {
            Reply reply = acts.post(path);
            JsonNode body = reply.body();
            String result = body.path("result").asText();
            if (result.equals("applied")) return new Outcome.Applied();
            String said = result.isEmpty() ? RunningServer.problem(body) : result;
            return new Outcome.Refused(said, time(body.path("nextAllowedAt").asText()));
        } catch (AbsentException e) {
            String said = String.valueOf(e.getMessage());
            return e.how() == Absence.SILENT
                    ? new Outcome.Unknown(said)
                    : new Outcome.Refused(said, Optional.empty());
        } catch (IOException e) {
            return new Outcome.Unknown(String.valueOf(e.getMessage()));
        } catch (ConfigurationException e) {
            return new Outcome.Refused(String.valueOf(e.getMessage()), Optional.empty());
        }
    }

    /** What no other process can have; empty to whom the token does not open the status. */
    private String process() throws IOException, InterruptedException {
        try {
            return looks.get("/admin/api/status").body().path("startedAt").asText();
        } catch (ConfigurationException _) {
            return "";
        }
    }

    private static Set<DegradedCode> codes(JsonNode health) {
        var codes = EnumSet.noneOf(DegradedCode.class);
        for (JsonNode reason : health.path("reasons"))
            named(DegradedCode.values(), reason.path("code").asText()).ifPresent(codes::add);
        return codes;
    }

    /** What a newer Andon recommends and this one does not know is for a person. */
    private static Action action(String id) {
        return Arrays.stream(Action.values())
                .filter(each -> each.id().equals(id))
                .findAny()
                .orElse(Action.PAGE);
    }

    private static <E extends Enum<E>> Optional<E> named(E[] values, String name) {
        return Arrays.stream(values).filter(each -> each.name().equals(name)).findAny();
    }

    private static Optional<Instant> time(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
