package io.andon.routes;

import io.andon.cache.Action;
import io.andon.cache.DegradedCode;
import io.andon.processors.control.Result;
import io.andon.processors.health.Health;
import io.andon.routes.Reloads.Outcome;
import io.andon.routes.lifecycle.Lifecycle;
import io.andon.routes.lifecycle.RestartBudget;
import io.andon.routes.lifecycle.Standing;
import io.andon.routes.lifecycle.Verdict;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reloads and restarts of this process, and what is said of them. */
final class ProcessLifecycle implements Lifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessLifecycle.class);
    private static final String RELOAD = "reload";
    private static final String RESTART = "restart";

    private final Reloads reloads;
    private final RestartBudget restarts;
    private final boolean supervised;
    private final CompletableFuture<Void> goingDown = new CompletableFuture<>();

    ProcessLifecycle(Reloads reloads, RestartBudget restarts, boolean supervised) {
        this.reloads = reloads;
        this.restarts = restarts;
        this.supervised = supervised;
    }

    /** Ends when a restart was asked for and may be. */
    CompletableFuture<Void> goingDown() {
        return goingDown;
    }

    @Override
    public CompletableFuture<Verdict> reload() {
        Standing before = reloads.standing();
        return reloads.ask().thenApply(outcome -> verdict(RELOAD, before, outcome));
    }

    @Override
    public Verdict reloadGoesOn() {
        var outcome =
                new Outcome(
                        Result.DEFERRED,
                        Optional.empty(),
                        Action.WAIT,
                        List.of("It waits for what is under way to end, and then goes on."));
        return verdict(RELOAD, reloads.standing(), outcome);
    }

    @Override
    public synchronized Verdict restart(boolean forced) {
        Standing standing = reloads.standing();
        Optional<Outcome> refused = refusal(forced);
        if (refused.isPresent()) return verdict(RESTART, standing, refused.get());
        try {
            restarts.take();
        } catch (IOException e) {
            LOG.warn("the restart cannot be counted: {}", e.toString());
            var outcome =
                    new Outcome(
                            Result.REJECTED,
                            Optional.empty(),
                            Action.PAGE,
                            List.of("It could not be counted on disk, so it was not begun."));
            return verdict(RESTART, standing, outcome);
        }
        Verdict verdict = verdict(RESTART, standing, new Outcome(Result.APPLIED, List.of()));
        goingDown.complete(null);
        return verdict;
    }

    private Optional<Outcome> refusal(boolean forced) {
        if (!supervised) {
            return Optional.of(
                    new Outcome(
                            Result.REJECTED,
                            Optional.empty(),
                            Action.FIX_CONFIG,
                            List.of("Nobody would start it again: andon.supervised says why.")));
        }
        Health health = health();
        if (!forced && !health.restartHelps())
            return refused(DegradedCode.RESTART_NOT_HELPFUL, health.recommendedAction());
        if (restarts.coolsUntil().isPresent())
            return refused(DegradedCode.RESTART_COOLDOWN, Action.WAIT);
        if (restarts.fullUntil().isPresent())
            return refused(DegradedCode.RESTART_BUDGET_SPENT, Action.PAGE);
        List<String> objections = reloads.objections();
        if (objections.isEmpty()) return Optional.empty();
        return Optional.of(
                Reloads.refused(DegradedCode.CONFIG_INVALID, Action.FIX_CONFIG, objections));
    }

    private static Optional<Outcome> refused(DegradedCode code, Action action) {
        return Optional.of(Reloads.refused(code, action, List.of()));
    }

    private Verdict verdict(String operation, Standing before, Outcome outcome) {
        Optional<Instant> next =
                restarts.fullUntil().isPresent() ? restarts.fullUntil() : restarts.coolsUntil();
        return new Verdict(
                operation,
                outcome.result(),
                outcome.code(),
                before,
                reloads.standing(),
                health().state().name(),
                outcome.action(),
                outcome.reasons(),
                restarts.use(),
                next);
    }

    private Health health() {
        return reloads.current().wiring.judge.judge();
    }
}
