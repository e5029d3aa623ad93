package io.andon.routes;

import io.andon.cache.Action;
import io.andon.cache.DegradedCode;
import io.andon.cache.index.IndexedSnapshot;
import io.andon.cache.plant.Plant;
import io.andon.cache.plant.TablePlan;
import io.andon.cache.schema.TableName;
import io.andon.cache.store.Degradation;
import io.andon.cache.store.TableState;
import io.andon.processors.control.Result;
import io.andon.routes.Reloads.Outcome;
import io.andon.routes.Reloads.RefusedException;
import io.andon.routes.source.AnswerCache;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How one generation follows another: the next one starts beside it, the former one's reads and
 * saves end, what it knows is taken over, changed tables are read, and then one reference sends all
 * requests to the next. Anything wrong before that leaves the former as it was; a failure of the
 * next one's schedules after that brings it back.
 */
final class Succession {
    private static final Logger LOG = LoggerFactory.getLogger(Succession.class);

    /** A read under way ends by its deadline, and its session a little later. */
    private static final Duration BEYOND_DEADLINE = Duration.ofSeconds(5);

    private static final Duration SAVES_END = Duration.ofSeconds(2);
    private static final Duration RESTORE = Duration.ofSeconds(5);
    private static final Duration REQUESTS_END = Duration.ofSeconds(5);
    private static final long CHECK_NANOS = 5_000_000;

    private final Lasting lasting;
    private final Generation former;
    private final Generation next;
    private final Change change;

    private Succession(Lasting lasting, Generation former, Generation next, Change change) {
        this.lasting = lasting;
        this.former = former;
        this.next = next;
        this.change = change;
    }

    static Succession of(Lasting lasting, Generation former, Change change) {
        var next = new Generation(former.number + 1, change.next(), lasting);
        return new Succession(lasting, former, next, change);
    }

    /**
     * Makes the next one serve, and returns it.
     *
     * @throws RefusedException if the former one serves on
     */
    Generation run() {
        try {
            next.load();
            next.start();
            former.hold();
            prepare();
            lasting.edge.serve(next.wiring.handlers);
        } catch (Exception e) {
            former.goOn();
            next.close();
            throw refused(e);
        }
        try {
            next.begin();
            return next;
        } catch (Exception e) {
            LOG.error("the next generation does not work", e);
            lasting.edge.serve(former.wiring.handlers);
            former.goOn();
            next.wiring.handlers.awaitEnd(REQUESTS_END);
            next.close();
            throw new RefusedException(
                    new Outcome(
                            Result.ROLLED_BACK,
                            Optional.of(DegradedCode.INTERNAL),
                            Action.PAGE,
                            List.of(DegradedCode.INTERNAL.title())));
        }
    }

    private static RefusedException refused(Exception failure) {
        if (failure instanceof RefusedException known) return known;
        if (failure instanceof InterruptedException) Thread.currentThread().interrupt();
        LOG.error("the next generation does not start", failure);
        return new RefusedException(Reloads.refused(DegradedCode.INTERNAL, Action.PAGE, List.of()));
    }

    private void prepare() throws InterruptedException {
        awaitQuiet();
        former.wiring.disk.rest(SAVES_END);
        restoreChanged();
        change.next().plant().tables().forEach(this::takeOver);
        next.wiring.judge.takeOver(former.wiring.judge);
        if (change.keepsAnswers()) AnswerCache.takeOver(former.wiring.answers, next.wiring.answers);
        readChanged();
        next.wiring.machines.rebuild();
    }

    /** No two generations ever read at once: what is under way ends first, by its own deadline. */
    private void awaitQuiet() throws InterruptedException {
        Duration longest =
                change.former().plant().tables().stream()
                        .map(TablePlan::readDeadline)
                        .reduce(
                                Duration.ZERO,
                                (one, other) -> one.compareTo(other) > 0 ? one : other)
                        .plus(BEYOND_DEADLINE);
        long deadline = System.nanoTime() + longest.toNanos();
        while (!former.wiring.flights.isQuiet()) {
            if (Thread.interrupted()) throw new InterruptedException();
            if (System.nanoTime() - deadline > 0) {
                throw new RefusedException(
                        Reloads.refused(
                                DegradedCode.DB_QUERY_TIMEOUT,
                                Action.WAIT,
                                List.of("a read that is under way does not end")));
            }
            LockSupport.parkNanos(CHECK_NANOS);
        }
    }

    /** Where only rules changed, the version on disk gives the same rows under the new ones. */
    private void restoreChanged() throws InterruptedException {
        List<TableName> changed = changed();
        if (changed.isEmpty()) return;
        var restored =
                CompletableFuture.runAsync(
                        () -> changed.forEach(next.wiring.disk::restore),
                        task -> Thread.ofPlatform().daemon().name("restore").start(task));
        try {
            restored.get(RESTORE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            LOG.warn("the disk does not answer; changed tables are read from the database");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private void takeOver(TablePlan plan) {
        TableName table = plan.table();
        if (change.former().plant().table(table).isEmpty()) return;
        if (change.keeps(plan)) {
            next.wiring.store.takeOver(former.wiring.store, table);
            next.wiring.disk.takeOver(former.wiring.disk, table);
        } else {
            long known = former.wiring.store.state(table).lastKnownVersion();
            next.wiring.store.known(table, known);
        }
    }

    /** A table that means something else now must be read before anybody sees it. */
    private void readChanged() {
        var failed = new ArrayList<Degradation>();
        for (TableName table : changed()) {
            if (isRestored(table)) continue;
            next.wiring.attempts.now(table);
            TableState read = next.wiring.store.state(table);
            if (read.lastOutcome() == TableState.Outcome.PUBLISHED) continue;
            failed.add(
                    read.failure()
                            .orElseGet(() ->
                                    new Degradation(
                                            DegradedCode.INTERNAL,
                                            table,
                                            lasting.clock.instant())));
        }
        if (failed.isEmpty()) return;
        DegradedCode code = failed.getFirst().code();
        throw new RefusedException(
                Reloads.refused(
                        code,
                        code.action(),
                        failed.stream()
                                .map(each ->
                                        "%s: %s: %s"
                                                .formatted(
                                                        each.table(),
                                                        each.code(),
                                                        each.code().title()))
                                .toList()));
    }

    /** Whether the disk gave the very version that the former generation shows. */
    private boolean isRestored(TableName table) {
        if (change.former().plant().table(table).isEmpty()) return false;
        Optional<Long> shown = version(former, table);
        return shown.isPresent() && shown.equals(version(next, table));
    }

    private static Optional<Long> version(Generation of, TableName table) {
        return of.wiring.store.state(table).snapshot().map(IndexedSnapshot::version);
    }

    private List<TableName> changed() {
        Plant plant = change.next().plant();
        return plant.tables().stream()
                .filter(plan -> !change.keeps(plan))
                .map(TablePlan::table)
                .toList();
    }
}
