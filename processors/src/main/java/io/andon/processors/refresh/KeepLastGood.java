package io.andon.processors.refresh;

import static io.andon.processors.refresh.RefreshAttempt.ATTEMPT;
import static io.andon.processors.refresh.RefreshAttempt.EXTRA;
import static io.andon.processors.refresh.RefreshAttempt.OUTCOME;
import static io.andon.processors.refresh.RefreshAttempt.SESSION;
import static io.andon.processors.refresh.RefreshAttempt.SNAPSHOT;

import io.andon.cache.DegradedCode;
import io.andon.cache.plant.TablePlan;
import io.andon.cache.snapshot.TableSnapshot;
import io.andon.cache.store.Moment;
import io.andon.cache.store.SnapshotStore;
import io.andon.cache.store.TableState;
import io.andon.cache.store.TimeSource;
import io.andon.processors.Causes;
import io.andon.processors.CodedException;
import io.andon.processors.FailureClassifier;
import io.andon.processors.gate.Gatekeeper;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a refresh that failed: the last good version stays, and the table carries the
 * failure's code. A read that broke while it ran is first tried again, if the budget allows, so
 * that a single broken connection changes no table's code.
 */
record KeepLastGood(
        SnapshotStore store, Gatekeeper gates, Pace pace, RefreshObserver observer, TimeSource time)
        implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(KeepLastGood.class);

    @Override
    public void process(Exchange exchange) {
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        TablePlan plan = ATTEMPT.require(exchange).plan();
        if (RefreshSteps.PUBLISHED.equals(OUTCOME.find(exchange))) {
            // The version stands; what is composed of it lags, which the metrics count.
            LOG.error("{} was published, but not what is made of it", plan.table(), failure);
            observer.stands(plan.table());
            return;
        }
        DegradedCode code = FailureClassifier.classify(failure);
        OUTCOME.put(exchange, code.name());
        Moment now = time.now();
        if (Gatekeeper.refuses(code)) {
            gates.refused(plan.table(), code, rowsRead(exchange, failure), said(failure), now);
        }
        TableState state = store.state(plan.table());
        boolean connected = SESSION.find(exchange) != null;
        Pace.Shown shown = shown(state);
        Pace.Next next = pace.failed(plan, code, connected, shown, now);
        next.extra().ifPresent(delay -> EXTRA.put(exchange, delay));
        if (next.extra().isPresent() && shown == Pace.Shown.GOOD) {
            LOG.info("refresh of {} failed, {}: once more at {}", plan.table(), code, next.at());
            return;
        }
        log(plan, code, failure);
        store.failed(plan.table(), code, now, next.at());
        // A refused login, or the end of that, moves the next attempt of every table that fails.
        if (!connected) pace.ticks(now).forEach(store::rescheduled);
    }

    private static Pace.Shown shown(TableState state) {
        if (state.snapshot().isEmpty()) return Pace.Shown.NOTHING;
        return state.failure().isEmpty() ? Pace.Shown.GOOD : Pace.Shown.DEGRADED;
    }

    private void log(TablePlan plan, DegradedCode code, Throwable failure) {
        boolean known = store.find(plan.table()).codes().contains(code);
        if (known) LOG.debug("refresh of {} failed again: {}", plan.table(), code, failure);
        else if (code == DegradedCode.INTERNAL)
            LOG.error("refresh of {} failed", plan.table(), failure);
        else LOG.warn("refresh of {} failed: {}: {}", plan.table(), code, Causes.of(failure));
    }

    private static OptionalInt rowsRead(Exchange exchange, Throwable failure) {
        TableSnapshot read = SNAPSHOT.find(exchange);
        if (read != null) return OptionalInt.of(read.rowsRead());
        return failure instanceof CodedException coded ? coded.rows() : OptionalInt.empty();
    }

    private static String said(Throwable failure) {
        return Optional.ofNullable(failure.getMessage()).orElse(failure.toString());
    }
}
