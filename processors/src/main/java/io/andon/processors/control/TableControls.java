package io.andon.processors.control;

import io.andon.cache.Action;
import io.andon.cache.DegradedCode;
import io.andon.cache.index.IndexedSnapshot;
import io.andon.cache.plant.Plant;
import io.andon.cache.plant.TablePlan;
import io.andon.cache.schema.TableName;
import io.andon.cache.store.Moment;
import io.andon.cache.store.SnapshotStore;
import io.andon.cache.store.TableState;
import io.andon.cache.store.TimeSource;
import io.andon.processors.CodedException;
import io.andon.processors.compose.JsonBody;
import io.andon.processors.compose.JsonFields;
import io.andon.processors.gate.Gatekeeper;
import io.andon.processors.gate.Refusal;
import io.andon.processors.refresh.Flights;
import io.andon.processors.refresh.Launcher;
import io.andon.processors.request.ApiRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Reads a table at an administrator's word, and lets a refused read through. Callers share the
 * refresh that runs; few of them wait for its end, so that no thread is missed by those who read.
 */
public final class TableControls {
    /** Longer than most reads; a client asks again with nothing lost. */
    private static final Duration WAIT_MAX = Duration.ofSeconds(5);

    /** Of the server's twenty workers. */
    private static final int WAITERS_MAX = 2;

    /** Between two reads that administrators asked for: not as fast as a loop can ask. */
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final Plant plant;
    private final SnapshotStore store;
    private final Gatekeeper gates;
    private final Flights flights;
    private final Launcher launcher;
    private final TimeSource time;
    private final Semaphore waiters = new Semaphore(WAITERS_MAX);
    private final Map<TableName, Moment> asked = new HashMap<>();

    /** What the controls act on. */
    public record Parts(
            Plant plant,
            SnapshotStore store,
            Gatekeeper gates,
            Flights flights,
            Launcher launcher,
            TimeSource time) {}

    public TableControls(Parts parts) {
        this.plant = parts.plant();
        this.store = parts.store();
        this.gates = parts.gates();
        this.flights = parts.flights();
        this.launcher = parts.launcher();
        this.time = parts.time();
    }

    /** Reads the table now, or joins the read that runs. */
    public Processor refresh() {
        return exchange -> {
            TablePlan plan = plan(exchange);
            TableState before = store.state(plan.table());
            if (!flights.isRunning(plan.table())) refuseTooSoon(plan);
            outcome("refresh", plan, before, read(plan)).answer(exchange);
        };
    }

    /** Lets the read through that the administrator saw refused, and reads at once. */
    public Processor accept() {
        return exchange -> {
            TablePlan plan = plan(exchange);
            var request = (ApiRequest.Control) ApiRequest.REQUEST.require(exchange);
            TableState before = store.state(plan.table());
            Optional<Refusal> refusal = gates.refusal(plan.table()).filter(Refusal::holds);
            Optional<String> objection = objection(refusal, request);
            if (objection.isPresent()) {
                new Outcome(
                                "accept",
                                subject(plan),
                                Result.REJECTED,
                                refusal.map(Refusal::code),
                                objection.get(),
                                version(before),
                                version(before),
                                refusal.map(each -> each.code().action()).orElse(Action.NONE),
                                before.nextAttemptAt())
                        .answer(exchange);
                return;
            }
            gates.accept(plan, refusal.get(), time.now());
            outcome("accept", plan, before, read(plan)).answer(exchange);
        };
    }

    /** Why there is nothing that may be accepted; empty when there is. */
    private static Optional<String> objection(Optional<Refusal> refusal, ApiRequest.Control seen) {
        if (refusal.isEmpty()) return Optional.of("No read of the table is refused now.");
        Refusal now = refusal.get();
        boolean changed =
                seen.code().filter(code -> !code.equals(now.code().name())).isPresent()
                        || (seen.rows().isPresent() && !sameRows(now, seen.rows().getAsInt()));
        if (changed) return Optional.of("Another read was refused since; look again.");
        if (Gatekeeper.acceptable(now.code())) return Optional.empty();
        return Optional.of(instead(now.code()));
    }

    private static boolean sameRows(Refusal refusal, int rows) {
        return refusal.rows().isPresent() && Gatekeeper.same(refusal.rows().getAsInt(), rows);
    }

    private static String instead(DegradedCode code) {
        return switch (code) {
            case SOURCE_SCHEMA_DRIFT ->
                    "Columns cannot be accepted: put them back, or change the plant's SQL.";
            case SOURCE_DUPLICATE_KEY ->
                    "Repeated keys cannot be accepted: fold the rows in the plant's SQL.";
            case SOURCE_NULL_KEY ->
                    "Rows without keys cannot be accepted: mend them, or raise quarantinedMax.";
            case SOURCE_REGRESSED ->
                    "Older data cannot be accepted: wait until the source has caught up.";
            case SOURCE_TOO_LARGE ->
                    "It does not fit: narrow the plant's SQL, or give more memory.";
            default -> "This cannot be accepted.";
        };
    }

    private void refuseTooSoon(TablePlan plan) {
        Moment now = time.now();
        synchronized (asked) {
            Moment last = asked.put(plan.table(), now);
            if (last == null || now.since(last).compareTo(BETWEEN) >= 0) return;
            asked.put(plan.table(), last);
        }
        throw new CodedException(
                DegradedCode.RATE_LIMITED,
                "table %s was read a moment ago".formatted(plan.table()));
    }

    /** The outcome of a read that ends soon enough; else it goes on without the caller. */
    private Optional<String> read(TablePlan plan) throws InterruptedException {
        CompletableFuture<String> next = flights.next(plan.table());
        if (!flights.isRunning(plan.table())) launcher.launch(plan.table(), Duration.ZERO);
        if (!waiters.tryAcquire()) return Optional.empty();
        try {
            return Optional.of(next.get(WAIT_MAX.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException _) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            waiters.release();
        }
    }

    private Outcome outcome(
            String operation, TablePlan plan, TableState before, Optional<String> ended) {
        TableState after = store.state(plan.table());
        Optional<DegradedCode> code = ended.flatMap(DegradedCode::named);
        Result result =
                ended.isEmpty()
                        ? Result.DEFERRED
                        : code.isPresent() ? Result.REJECTED : Result.APPLIED;
        String reason =
                switch (result) {
                    case APPLIED -> "The table was read: %s.".formatted(ended.orElseThrow());
                    case DEFERRED -> "The read goes on.";
                    case REJECTED, ROLLED_BACK -> code.map(DegradedCode::title).orElse("");
                };
        Action action =
                switch (result) {
                    case APPLIED -> Action.NONE;
                    case DEFERRED -> Action.WAIT;
                    case REJECTED, ROLLED_BACK ->
                            code.map(DegradedCode::action).orElse(Action.NONE);
                };
        return new Outcome(
                operation,
                subject(plan),
                result,
                code,
                reason,
                version(before),
                version(after),
                action,
                after.nextAttemptAt());
    }

    private TablePlan plan(Exchange exchange) {
        var request = (ApiRequest.Control) ApiRequest.REQUEST.require(exchange);
        return plant.tables().stream()
                .filter(plan -> plan.table().value().equals(request.table()))
                .findAny()
                .orElseThrow(() ->
                        new CodedException(
                                DegradedCode.NOT_FOUND,
                                "the plant has no table '%s'".formatted(request.table())));
    }

    private static Optional<Outcome.Subject> subject(TablePlan plan) {
        return Optional.of(new Outcome.Subject("table", plan.table().value()));
    }

    private static JsonBody version(TableState state) {
        return json -> {
            json.writeStartObject();
            JsonFields.whole(
                    json, "version", state.snapshot().map(IndexedSnapshot::version).orElse(null));
            JsonFields.whole(
                    json,
                    "rows",
                    state.snapshot().map(each -> (long) each.rowCount()).orElse(null));
            json.writeEndObject();
        };
    }
}
