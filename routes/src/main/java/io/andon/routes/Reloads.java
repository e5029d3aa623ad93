package io.andon.routes;

import io.andon.cache.Action;
import io.andon.cache.DegradedCode;
import io.andon.processors.control.Result;
import io.andon.routes.lifecycle.Standing;
import io.andon.routes.settings.ConfigurationException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts one generation in the place of another while it serves. One reload at a time: the next
 * begins when the former generation has ended.
 */
final class Reloads {
    private static final Logger LOG = LoggerFactory.getLogger(Reloads.class);

    /** Longer than any question to the database, with its wait for a connection, may take. */
    private static final Duration REQUESTS_END = Duration.ofSeconds(30);

    /** How long a stop waits for a reload, once before and once after it interrupts it. */
    private static final Duration END = Duration.ofSeconds(1);

    private final Lasting lasting;
    private final Supplier<Configuration> again;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("reload").factory());
    private volatile Consumer<Generation> begun = _ -> {};
    private volatile @Nullable Generation serving;
    private volatile Instant since;
    private CompletableFuture<Outcome> asked =
            CompletableFuture.completedFuture(new Outcome(Result.APPLIED, List.of()));

    /** How a reload ended, and all that speaks against it. */
    record Outcome(
            Result result, Optional<DegradedCode> code, Action action, List<String> reasons) {
        Outcome(Result result, List<String> reasons) {
            this(result, Optional.empty(), Action.NONE, reasons);
        }
    }

    /**
     * Reloads what begins with {@link #first}.
     *
     * @param again reads settings and plant as a start does
     */
    Reloads(Lasting lasting, Supplier<Configuration> again) {
        this.lasting = lasting;
        this.again = again;
        this.since = lasting.startedAt;
    }

    /**
     * The generation of the start.
     *
     * @param begun told of every one that serves later
     */
    void first(Generation first, Consumer<Generation> begun) {
        this.begun = begun;
        serving = first;
    }

    /** The generation that serves now. */
    Generation current() {
        Generation now = serving;
        if (now == null) throw new IllegalStateException("nothing has started yet");
        return now;
    }

    Standing standing() {
        Generation now = current();
        return new Standing(now.number, since, now.fingerprint());
    }

    /** Begins a reload, or joins the one that has not ended. */
    synchronized CompletableFuture<Outcome> ask() {
        if (!asked.isDone()) return asked;
        var outcome = new CompletableFuture<Outcome>();
        asked = outcome;
        thread.execute(() -> run(outcome));
        return outcome;
    }

    /** Everything that speaks against the configuration as it would be read now. */
    List<String> objections() {
        try {
            return read().objections();
        } catch (ConfigurationException e) {
            return e.problems();
        }
    }

    /** Begins none from now on; one that waits for a read is given up. */
    void end() throws InterruptedException {
        thread.shutdown();
        if (thread.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS)) return;
        thread.shutdownNow();
        if (!thread.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS))
            LOG.warn("a reload did not end in time");
    }

    private Change read() {
        Configuration next = again.get();
        lasting.redaction.add(next.settings().secrets());
        return new Change(current().configuration, next);
    }

    private void run(CompletableFuture<Outcome> outcome) {
        Generation former = current();
        try {
            Change change = read();
            refuseIfAny(change.needRestart(), Action.RESTART);
            refuseIfAny(change.objections(), Action.FIX_CONFIG);
            Generation made = Succession.of(lasting, former, change).run();
            serving = made;
            since = lasting.clock.instant();
            begun.accept(made);
        } catch (ConfigurationException e) {
            outcome.complete(refused(DegradedCode.CONFIG_INVALID, Action.FIX_CONFIG, e.problems()));
            return;
        } catch (RefusedException e) {
            outcome.complete(e.outcome());
            return;
        } catch (RuntimeException | Error e) { // whoever waits must hear of it
            LOG.error("a reload failed", e);
            outcome.complete(refused(DegradedCode.INTERNAL, Action.PAGE, List.of()));
            return;
        }
        outcome.complete(new Outcome(Result.APPLIED, List.of()));
        former.wiring.handlers.awaitEnd(REQUESTS_END);
        former.close();
    }

    private static void refuseIfAny(List<String> reasons, Action action) {
        if (reasons.isEmpty()) return;
        throw new RefusedException(refused(DegradedCode.CONFIG_INVALID, action, reasons));
    }

    static Outcome refused(DegradedCode code, Action action, List<String> reasons) {
        List<String> said = reasons.isEmpty() ? List.of(code.title()) : reasons;
        return new Outcome(Result.REJECTED, Optional.of(code), action, said);
    }

    /** A reload that ended with the former generation still in force. */
    static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Outcome outcome;

        RefusedException(Outcome outcome) {
            super(String.join("; ", outcome.reasons()));
            this.outcome = outcome;
        }

        Outcome outcome() {
            return outcome;
        }
    }
}
