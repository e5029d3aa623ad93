package io.andon.processors.gate;

import io.andon.cache.DegradedCode;
import io.andon.cache.index.IndexedSnapshot;
import io.andon.cache.plant.TablePlan;
import io.andon.cache.schema.TableName;
import io.andon.cache.store.Moment;
import io.andon.cache.store.SnapshotStore;
import io.andon.processors.CodedException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a read through to publication or refuses it, and remembers what was refused.
 *
 * <p>Reads are compared with the version that is published, also with one from disk after a
 * restart. A refused row count may be confirmed: an empty table by an administrator, a drop or jump
 * also by reads that agree with each other for some time. Threads: any; of one table one at a time,
 * but for {@link #accept}.
 */
public final class Gatekeeper {
    private static final Logger LOG = LoggerFactory.getLogger(Gatekeeper.class);

    /** What an administrator may confirm: the row counts; the others mean that data is wrong. */
    private static final Set<DegradedCode> ACCEPTABLE =
            EnumSet.of(DegradedCode.SOURCE_SUSPECT_EMPTY, DegradedCode.SOURCE_SUSPECT_DROP);

    /** The source moves on between the look at a refusal and the read that is accepted. */
    private static final double SAME = 0.01;

    private final SnapshotStore store;
    private final Map<TableName, Facts> published = new ConcurrentHashMap<>();
    private final Map<TableName, Refusal> refusals = new ConcurrentHashMap<>();
    private final Map<TableName, Series> series = new ConcurrentHashMap<>();
    private final Map<TableName, Accepted> accepted = new ConcurrentHashMap<>();

    /** A refused row count that an administrator confirmed. */
    private record Accepted(DegradedCode code, int rows, Moment until) {}

    public Gatekeeper(SnapshotStore store) {
        this.store = store;
    }

    /** Whether an administrator may confirm a read that was refused with this code. */
    public static boolean acceptable(DegradedCode code) {
        return ACCEPTABLE.contains(code);
    }

    /** Whether two counts may be of one read, the source moving on meanwhile. */
    public static boolean same(int rows, int others) {
        return Series.agree(rows, others, SAME);
    }

    /**
     * Returns when the read may be published.
     *
     * @throws CodedException with the code of the first gate that refuses it
     */
    public void admit(TablePlan plan, Facts read, Moment now) {
        Map<Gate, String> refused = new EnumMap<>(Gate.class);
        for (Gate gate : Gate.values()) {
            gate.refuse(plan.gates(), before(plan), read).ifPresent(why -> refused.put(gate, why));
        }
        noteSuspect(plan, refused.containsKey(Gate.ROW_COUNT), read.rows(), now);
        refused.keySet().removeIf(gate -> confirmed(plan, gate.code(), read.rows(), now));
        refused.keySet().stream()
                .findFirst()
                .ifPresent(gate -> {
                    throw CodedException.afterRows(
                            gate.code(),
                            refused.values().stream()
                                    .collect(Collectors.joining("; ", plan.table() + ": ", "")),
                            read.rows());
                });
    }

    /** The version with these facts stands now. */
    public void published(TableName table, Facts facts, Moment now) {
        Facts former = published.put(table, facts);
        if (former != null) {
            Set<String> further = new TreeSet<>(facts.columns().keySet());
            further.removeAll(former.columns().keySet());
            if (!further.isEmpty())
                LOG.warn("{}: the source has further columns {}", table, further);
        }
        stands(table, now);
    }

    /** The version that stands is confirmed: nothing is refused any more. */
    public void stands(TableName table, Moment now) {
        series.remove(table);
        accepted.remove(table);
        refusals.computeIfPresent(table, (_, refusal) -> refusal.ended(now.wall()));
    }

    /**
     * Keeps that a read was refused.
     *
     * @param rows the rows that were read; empty when it was refused before the first
     */
    public void refused(
            TableName table, DegradedCode code, OptionalInt rows, String detail, Moment now) {
        refusals.compute(
                table,
                (_, known) ->
                        known != null && known.holds() && known.code() == code
                                ? known.again(rows, now.wall(), detail)
                                : first(table, code, rows, detail, now));
    }

    /** What was refused last, whether that still holds or not. */
    public Optional<Refusal> refusal(TableName table) {
        return Optional.ofNullable(refusals.get(table));
    }

    /**
     * Lets the next read of about so many rows through, for a bounded time: a read that waits for
     * its turn, and the scheduled one after it.
     *
     * @param refusal one that holds and whose code may be accepted
     */
    public void accept(TablePlan plan, Refusal refusal, Moment now) {
        Duration validFor = plan.readDeadline().multipliedBy(2).plus(plan.period());
        var until = new Moment(now.wall().plus(validFor), now.nanos() + validFor.toNanos());
        accepted.put(
                plan.table(), new Accepted(refusal.code(), refusal.rows().orElseThrow(), until));
    }

    private Refusal first(
            TableName table, DegradedCode code, OptionalInt rows, String detail, Moment now) {
        Optional<IndexedSnapshot> stands = store.state(table).snapshot();
        return new Refusal(
                table,
                code,
                rows,
                stands.map(version -> OptionalLong.of(version.version()))
                        .orElse(OptionalLong.empty()),
                stands.map(version -> OptionalInt.of(version.snapshot().rowsRead()))
                        .orElse(OptionalInt.empty()),
                now.wall(),
                now.wall(),
                1,
                Optional.empty(),
                detail);
    }

    /** The facts of the version that stands: as it was read by this run, or as it was restored. */
    private Optional<Facts> before(TablePlan plan) {
        return store.state(plan.table())
                .snapshot()
                .map(version ->
                        Optional.ofNullable(published.get(plan.table()))
                                .filter(facts -> facts.version() == version.version())
                                .orElseGet(
                                        () -> Facts.of(version.snapshot(), plan.sql(), Map.of())));
    }

    private void noteSuspect(TablePlan plan, boolean suspect, int rows, Moment now) {
        series.compute(
                plan.table(),
                (_, known) -> {
                    if (!suspect) return null;
                    return known == null
                            ? Series.begin(rows, now)
                            : known.with(rows, now, plan.gates().confirmation());
                });
    }

    private boolean confirmed(TablePlan plan, DegradedCode code, int rows, Moment now) {
        Accepted by = accepted.get(plan.table());
        if (by != null
                && by.code() == code
                && same(by.rows(), rows)
                && !now.since(by.until()).isPositive()) return true;
        Series known = series.get(plan.table());
        return code == DegradedCode.SOURCE_SUSPECT_DROP
                && known != null
                && known.confirms(now, plan.gates().confirmation());
    }

    /** Whether a refresh that ended with this code read what a gate refused. */
    public static boolean refuses(DegradedCode code) {
        return Arrays.stream(Gate.values()).anyMatch(gate -> gate.code() == code)
                || code == DegradedCode.SOURCE_DUPLICATE_KEY
                || code == DegradedCode.SOURCE_TOO_LARGE;
    }
}
