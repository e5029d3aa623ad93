package io.andon.processors.compose;

import io.andon.cache.DegradedCode;
import io.andon.cache.index.IndexedSnapshot;
import io.andon.cache.plant.Plant;
import io.andon.cache.plant.TablePlan;
import io.andon.cache.schema.TableName;
import io.andon.cache.store.Degradation;
import io.andon.cache.store.Lookup;
import io.andon.cache.store.Moment;
import io.andon.cache.store.SnapshotStore;
import io.andon.cache.store.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The one place where data and the truth about it meet: last good data stays an answer and says
 * what is wrong with it; no data is a coded problem.
 */
public final class Composer {
    private final Plant plant;
    private final SnapshotStore store;
    private final TimeSource time;

    public Composer(Plant plant, SnapshotStore store, TimeSource time) {
        this.plant = plant;
        this.store = store;
        this.time = time;
    }

    /** An answer from the present version of one table. */
    Answer fromTable(TableName table, Function<IndexedSnapshot, Answer> ask) {
        return switch (store.find(table)) {
            case Lookup.Fresh fresh -> ask.apply(fresh.snapshot());
            case Lookup.Stale stale -> ask.apply(stale.snapshot());
            case Lookup.Absent absent -> unavailable(absent);
        };
    }

    /** Data made from these versions, of which every table has one. */
    Answer.Data data(JsonBody data, List<IndexedSnapshot> inputs) {
        var versions = new TreeMap<String, Long>();
        var degraded = new ArrayList<Degradation>();
        boolean stale = false;
        Moment now = time.now();
        Optional<Instant> asOf = Optional.empty();
        Duration age = Duration.ZERO;
        for (IndexedSnapshot input : inputs) {
            versions.put(input.table().value(), input.version());
            Instant inputAsOf = input.snapshot().asOf();
            asOf = Optional.of(asOf.filter(inputAsOf::isAfter).orElse(inputAsOf));
            Truth truth = truth(input, now);
            degraded.addAll(truth.degraded());
            stale |= truth.stale();
            if (truth.age().compareTo(age) > 0) age = truth.age();
        }
        degraded.sort(Comparator.comparing(Degradation::code));
        return new Answer.Data(
                data,
                new Answer.Meta(versions, asOf, stale, degraded),
                OptionalLong.of(age.toSeconds()));
    }

    /** What holds of one input now. */
    private record Truth(Duration age, boolean stale, List<Degradation> degraded) {}

    private Truth truth(IndexedSnapshot input, Moment now) {
        return switch (store.find(input.table())) {
            case Lookup.Fresh fresh ->
                    new Truth(
                            age(input, fresh.snapshot(), fresh.verifiedAt(), now),
                            false,
                            List.of());
            case Lookup.Stale stale ->
                    new Truth(
                            age(input, stale.snapshot(), stale.verifiedAt(), now),
                            stale.pastFresh(),
                            stale.why());
            case Lookup.Absent absent ->
                    new Truth(
                            Duration.between(input.snapshot().readAt(), now.wall()),
                            true,
                            List.of(new Degradation(absent.why(), absent.table(), absent.since())));
        };
    }

    /** A version that a newer one has just replaced was last confirmed when it was read. */
    private static Duration age(
            IndexedSnapshot input, IndexedSnapshot present, Moment verifiedAt, Moment now) {
        Duration sinceVerified = now.since(verifiedAt);
        if (input == present) return sinceVerified;
        Duration between = Duration.between(input.snapshot().readAt(), present.snapshot().readAt());
        return sinceVerified.plus(between.isNegative() ? Duration.ZERO : between);
    }

    /** The problem of a table that has no version to show; empty when it has one. */
    Optional<Answer> unavailable(TableName table) {
        return store.find(table) instanceof Lookup.Absent absent
                ? Optional.of(unavailable(absent))
                : Optional.empty();
    }

    /** Every table has a version, but what is made of them is still being built. */
    Answer warming(TableName table) {
        return unavailable(
                new Lookup.Absent(
                        table, DegradedCode.CACHE_WARMING, time.now().wall(), Optional.empty()));
    }

    private Answer unavailable(Lookup.Absent absent) {
        boolean expired = absent.why() == DegradedCode.CACHE_EXPIRED;
        DegradedCode code = expired ? DegradedCode.CACHE_EXPIRED : DegradedCode.CACHE_WARMING;
        String detail =
                absent.why() == code
                        ? "Table %s: %s".formatted(absent.table(), code.title())
                        : "Table %s: no version has been read yet; the last attempt: %s (%s)"
                                .formatted(absent.table(), absent.why().title(), absent.why());
        return new Answer.Problem(code, detail, OptionalInt.of(retryAfterSeconds(absent)));
    }

    /** Until the next attempt if it is known, else one period of the table. */
    private int retryAfterSeconds(Lookup.Absent absent) {
        Duration period =
                plant.table(absent.table()).map(TablePlan::period).orElse(Duration.ofSeconds(5));
        Duration wait =
                absent.nextAttemptAt()
                        .map(at -> Duration.between(time.now().wall(), at))
                        .orElse(period);
        return (int) Math.max(1, wait.plusMillis(999).toSeconds());
    }

    static Answer notFound(String detail) {
        return new Answer.Problem(DegradedCode.NOT_FOUND, detail, OptionalInt.empty());
    }
}
