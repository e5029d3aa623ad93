package io.andon.cache.store;

import io.andon.cache.index.IndexedSnapshot;
import io.andon.cache.schema.TableName;
import java.time.Instant;
import java.util.Optional;

/**
 * Everything known of one table at one instant.
 *
 * @param verifiedAt when a read or an unchanged probe last confirmed the version
 * @param failure why the last refresh failed; empty once one succeeds
 * @param publications how many versions were published; a lag is counted in these
 * @param lastKnownVersion the highest version published or given out
 */
public record TableState(
        TableName table,
        Optional<IndexedSnapshot> snapshot,
        Optional<Moment> verifiedAt,
        Optional<Degradation> failure,
        long publications,
        Outcome lastOutcome,
        Optional<Instant> nextAttemptAt,
        long lastKnownVersion) {
    /** How the last refresh ended. */
    public enum Outcome {
        NONE,
        PUBLISHED,
        UNCHANGED,
        SUPERSEDED,
        FAILED
    }

    static TableState initial(TableName table) {
        return new TableState(
                table,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                Outcome.NONE,
                Optional.empty(),
                0);
    }

    TableState versionGiven(long version) {
        return new TableState(
                table,
                snapshot,
                verifiedAt,
                failure,
                publications,
                lastOutcome,
                nextAttemptAt,
                version);
    }

    /** This state with {@code next}, or as it was but SUPERSEDED when that is no newer. */
    TableState published(IndexedSnapshot next, Moment at) {
        boolean newer = snapshot.isEmpty() || snapshot.get().version() < next.version();
        return newer
                ? new TableState(
                        table,
                        Optional.of(next),
                        Optional.of(at),
                        Optional.empty(),
                        publications + 1,
                        Outcome.PUBLISHED,
                        Optional.empty(),
                        Math.max(lastKnownVersion, next.version()))
                : new TableState(
                        table,
                        snapshot,
                        verifiedAt,
                        failure,
                        publications,
                        Outcome.SUPERSEDED,
                        nextAttemptAt,
                        lastKnownVersion);
    }

    TableState verified(Moment at) {
        return new TableState(
                table,
                snapshot,
                snapshot.isEmpty() ? verifiedAt : Optional.of(later(at)),
                Optional.empty(),
                publications,
                Outcome.UNCHANGED,
                Optional.empty(),
                lastKnownVersion);
    }

    TableState failed(Degradation why, Instant next) {
        boolean same = failure.isPresent() && failure.get().code() == why.code();
        return new TableState(
                table,
                snapshot,
                verifiedAt,
                same ? failure : Optional.of(why),
                publications,
                Outcome.FAILED,
                Optional.of(next),
                lastKnownVersion);
    }

    private Moment later(Moment at) {
        return verifiedAt.filter(known -> known.nanos() - at.nanos() > 0).orElse(at);
    }
}
