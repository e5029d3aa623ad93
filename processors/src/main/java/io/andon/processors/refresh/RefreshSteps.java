package io.andon.processors.refresh;

import static io.andon.processors.refresh.RefreshAttempt.ATTEMPT;
import static io.andon.processors.refresh.RefreshAttempt.EXTRA;
import static io.andon.processors.refresh.RefreshAttempt.INDEXED;
import static io.andon.processors.refresh.RefreshAttempt.OUTCOME;
import static io.andon.processors.refresh.RefreshAttempt.PROBED;
import static io.andon.processors.refresh.RefreshAttempt.READ;
import static io.andon.processors.refresh.RefreshAttempt.ROWS;
import static io.andon.processors.refresh.RefreshAttempt.SESSION;
import static io.andon.processors.refresh.RefreshAttempt.SNAPSHOT;

import io.andon.cache.DegradedCode;
import io.andon.cache.index.IndexBuilder;
import io.andon.cache.index.IndexedSnapshot;
import io.andon.cache.plant.Plant;
import io.andon.cache.plant.TablePlan;
import io.andon.cache.schema.TableName;
import io.andon.cache.snapshot.LotDerivation;
import io.andon.cache.snapshot.TableSnapshot;
import io.andon.cache.store.CompositeStore;
import io.andon.cache.store.Degradation;
import io.andon.cache.store.Moment;
import io.andon.cache.store.SnapshotStore;
import io.andon.cache.store.TableState;
import io.andon.cache.store.TimeSource;
import io.andon.processors.gate.Facts;
import io.andon.processors.gate.Gatekeeper;
import io.andon.processors.source.MemoryBudget;
import io.andon.processors.source.SourceSession;
import io.andon.processors.source.TableReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.DoubleSupplier;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.Synchronization;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of a table's refresh, in the order its route takes them. A step that throws leaves the
 * last good version in place: {@link #keepLastGood} then records why.
 */
public final class RefreshSteps {
    private static final Logger LOG = LoggerFactory.getLogger(RefreshSteps.class);

    static final String PUBLISHED = "published";

    private final Plant plant;
    private final DataSource pool;
    private final TableReader reader;
    private final MemoryBudget memory;
    private final Duration probeTimeout;
    private final SnapshotStore store;
    private final CompositeStore machines;
    private final TimeSource time;
    private final RefreshObserver observer;
    private final Gatekeeper gates;
    private final Flights flights;
    private final Pace pace;
    private final Launcher launcher;
    private final Semaphore turns;
    private final Map<TableName, String> probes = new ConcurrentHashMap<>();

    /**
     * What the steps work with.
     *
     * @param launcher lets a tick of a table come, for attempts beyond the schedule too
     * @param chance from 0 to 1, evenly: spreads attempts beyond the schedule
     * @param parallel how many tables are read at once
     */
    public record Parts(
            Plant plant,
            DataSource pool,
            TableReader reader,
            MemoryBudget memory,
            Duration probeTimeout,
            SnapshotStore store,
            CompositeStore machines,
            TimeSource time,
            RefreshObserver observer,
            Gatekeeper gates,
            Flights flights,
            Launcher launcher,
            DoubleSupplier chance,
            int parallel) {}

    public RefreshSteps(Parts parts) {
        this.plant = parts.plant();
        this.pool = parts.pool();
        this.reader = parts.reader();
        this.memory = parts.memory();
        this.probeTimeout = parts.probeTimeout();
        this.store = parts.store();
        this.machines = parts.machines();
        this.time = parts.time();
        this.observer = parts.observer();
        this.gates = parts.gates();
        this.flights = parts.flights();
        this.launcher = parts.launcher();
        this.pace = new Pace(plant.tables(), launcher, parts.chance());
        this.turns = new Semaphore(parts.parallel(), true);
    }

    /**
     * Ends ticks that come sooner than a period after the last attempt, or too soon after a refused
     * login; they come again when they are due.
     */
    public Processor keepPace(TablePlan plan) {
        return exchange -> {
            if (!pace.goesOn(plan, time.now())) exchange.setRouteStop(true);
        };
    }

    /**
     * One refresh in flight a table: another caller's ends here, the running one answers for it.
     * Then waits for a turn, however long others read: only the source's own delay is a failure.
     */
    public Processor start(TablePlan plan) {
        return exchange -> {
            if (!flights.begin(plan.table()) || !beginsInTurn(plan)) {
                exchange.setRouteStop(true);
                return;
            }
            Moment now = time.now();
            pace.begins(plan, now);
            var attempt =
                    new RefreshAttempt(plan, now, store.nextVersion(plan.table(), now.wall()));
            ATTEMPT.put(exchange, attempt);
            exchange.getExchangeExtension().addOnCompletion(new Finish(attempt));
        };
    }

    /** Borrows the one connection that this refresh uses. */
    public Processor openSession() {
        return exchange -> {
            SESSION.put(exchange, SourceSession.open(pool));
            if (pace.loggedIn(time.now())) pace.ticks(time.now()).forEach(store::rescheduled);
        };
    }

    /** Asks the plant's probe, if it has one; an unchanged value confirms the version and ends. */
    public Processor probe() {
        return exchange -> {
            RefreshAttempt attempt = ATTEMPT.require(exchange);
            TablePlan plan = attempt.plan();
            if (plan.probe().isEmpty()) return;
            String seen =
                    TableReader.probe(SESSION.require(exchange), plan.probe().get(), probeTimeout)
                            .orElse("");
            PROBED.put(exchange, seen);
            if (seen.equals(probes.get(plan.table())) && stands(plan)) {
                store.verified(plan.table(), attempt.startedAt());
                gates.stands(plan.table(), time.now());
                pace.succeeded(plan.table(), time.now());
                OUTCOME.put(exchange, "unchanged");
                observer.stands(plan.table());
                exchange.setRouteStop(true);
            }
        };
    }

    /** Reads every row into columns. */
    public Processor readSource() {
        return exchange -> {
            TablePlan plan = ATTEMPT.require(exchange).plan();
            Optional<TableSnapshot> previous =
                    store.state(plan.table()).snapshot().map(IndexedSnapshot::snapshot);
            ROWS.put(exchange, reader.read(SESSION.require(exchange), plan, previous));
        };
    }

    /** Closes the columns into a snapshot and adds what the plant's rules derive. */
    public Processor buildSnapshot() {
        return exchange -> {
            RefreshAttempt attempt = ATTEMPT.require(exchange);
            Instant readAt = attempt.startedAt().wall();
            TableSnapshot read = ROWS.require(exchange).builder().build(attempt.version(), readAt);
            READ.put(exchange, read);
            SNAPSHOT.put(exchange, LotDerivation.complete(read, plant));
        };
    }

    /** The gates: what looks wrong is refused with its code and never published. */
    public Processor refuseImplausible() {
        return exchange ->
                gates.admit(ATTEMPT.require(exchange).plan(), facts(exchange), time.now());
    }

    /** Builds every index of the snapshot; a duplicate key fails here. */
    public Processor buildIndices() {
        return exchange ->
                INDEXED.put(
                        exchange,
                        IndexBuilder.index(SNAPSHOT.require(exchange), plant, System::nanoTime));
    }

    /** Makes snapshot and indices the table's version by one reference. */
    public Processor publish() {
        return exchange -> {
            RefreshAttempt attempt = ATTEMPT.require(exchange);
            String probed = PROBED.find(exchange);
            Optional<Degradation> trouble = store.state(attempt.plan().table()).failure();
            boolean published = store.publish(INDEXED.require(exchange), attempt.startedAt());
            if (published) {
                gates.published(attempt.plan().table(), facts(exchange), time.now());
                trouble.ifPresent(this::sayEnded);
            }
            // Only now: what was probed is what a version that stands was read after.
            if (probed != null) probes.put(attempt.plan().table(), probed);
            pace.succeeded(attempt.plan().table(), time.now());
            OUTCOME.put(exchange, published ? PUBLISHED : "superseded");
        };
    }

    /** Rebuilds what is composed of several tables. */
    public Processor rebuildComposites() {
        return _ -> machines.rebuild();
    }

    /** Says that the table has a version, after everything made from it stands too. */
    public Processor announce() {
        return exchange -> observer.stands(ATTEMPT.require(exchange).plan().table());
    }

    /** The error policy: the last good version stays, the table carries the failure's code. */
    public Processor keepLastGood() {
        return new KeepLastGood(store, gates, pace, observer, time);
    }

    private void sayEnded(Degradation trouble) {
        long seconds = Math.max(0, trouble.since().until(time.now().wall()).toSeconds());
        LOG.info("{} was read: {} ended after {} s", trouble.table(), trouble.code(), seconds);
    }

    private static Facts facts(Exchange exchange) {
        return Facts.of(
                SNAPSHOT.require(exchange),
                ATTEMPT.require(exchange).plan().sql(),
                ROWS.require(exchange).columns().declared());
    }

    private boolean beginsInTurn(TablePlan plan) {
        store.begins(plan.table());
        try {
            turns.acquire();
            return true;
        } catch (InterruptedException _) { // the routes are stopping
            Thread.currentThread().interrupt();
            flights.end(plan.table(), DegradedCode.DRAINING.name());
            return false;
        }
    }

    private boolean stands(TablePlan plan) {
        TableState state = store.state(plan.table());
        return state.snapshot().isPresent() && state.failure().isEmpty();
    }

    /** Gives the connection back and frees the table for the next refresh, whatever happened. */
    private final class Finish implements Synchronization {
        private final RefreshAttempt attempt;

        Finish(RefreshAttempt attempt) {
            this.attempt = attempt;
        }

        @Override
        public void onComplete(Exchange exchange) {
            end(exchange);
        }

        @Override
        public void onFailure(Exchange exchange) {
            end(exchange);
        }

        private void end(Exchange exchange) {
            SourceSession session = SESSION.find(exchange);
            if (session != null) session.close();
            TableName table = attempt.plan().table();
            memory.ended(table);
            turns.release();
            String known = OUTCOME.find(exchange);
            String outcome = known == null ? DegradedCode.INTERNAL.name() : known;
            try {
                observer.finished(table, outcome, time.now().since(attempt.startedAt()));
            } finally {
                flights.end(table, outcome);
            }
            Duration extra = EXTRA.find(exchange);
            if (extra != null) launcher.launch(table, extra);
        }
    }
}
