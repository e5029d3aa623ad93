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
 * @param disk what is wrong with the table's saved versions; empty once one is saved
 * @param nextAttemptAt after a failure; empty while a refresh runs
 * @param publications how many versions were published; a lag is counted in these
 * @param lastKnownVersion the highest version published or given out
 */
public record TableState(
        TableName table,
        Optional<IndexedSnapshot> snapshot,
        Optional<Moment> verifiedAt,
        Optional<Degradation> failure,
        Optional<Degradation> disk,
        long publications,
        Outcome lastOutcome,
        Optional<Instant> nextAttemptAt,
        long lastKnownVersion) {
    /** How the last refresh ended. */
    public enum Outcome {
        NONE,
        /** The version was read from disk at the start. */
        RESTORED,
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
                Optional.empty(),
                0,
                Outcome.NONE,
                Optional.empty(),
                0);
    }

    TableState versionGiven(long version) {
        return change().lastKnownVersion(version).made();
    }

    /** This state with {@code next}, or as it was but SUPERSEDED when that is no newer. */
    TableState published(IndexedSnapshot next, Moment at) {
        return isNewer(next)
                ? shows(next, at).nextAttemptAt(Optional.empty()).outcome(Outcome.PUBLISHED).made()
                : change().outcome(Outcome.SUPERSEDED).made();
    }

    /** This state with a version that an earlier run saved, unless one stands already. */
    TableState restored(IndexedSnapshot saved, Moment verified) {
        if (snapshot.isPresent()) return this;
        Outcome outcome = failure.isPresent() ? lastOutcome : Outcome.RESTORED;
        return shows(saved, verified).failure(failure).outcome(outcome).made();
    }

    TableState begun() {
        return change().nextAttemptAt(Optional.empty()).made();
    }

    TableState verified(Moment at) {
        return change().verifiedAt(snapshot.isEmpty() ? verifiedAt : Optional.of(later(at)))
                .failure(Optional.empty())
                .nextAttemptAt(Optional.empty())
                .outcome(Outcome.UNCHANGED)
                .made();
    }

    TableState failed(Degradation why, Instant next) {
        return change().failure(sinceOf(failure, why))
                .nextAttemptAt(Optional.of(next))
                .outcome(Outcome.FAILED)
                .made();
    }

    TableState rescheduled(Instant next) {
        return nextAttemptAt.isEmpty() ? this : change().nextAttemptAt(Optional.of(next)).made();
    }

    TableState diskFailed(Degradation why) {
        return change().disk(sinceOf(disk, why)).made();
    }

    TableState diskMended() {
        return change().disk(Optional.empty()).made();
    }

    private boolean isNewer(IndexedSnapshot next) {
        return snapshot.isEmpty() || snapshot.get().version() < next.version();
    }

    private Change shows(IndexedSnapshot next, Moment verified) {
        return change().snapshot(Optional.of(next))
                .verifiedAt(Optional.of(verified))
                .failure(Optional.empty())
                .publications(publications + 1)
                .lastKnownVersion(Math.max(lastKnownVersion, next.version()));
    }

    /** The former degradation while the same code holds, which keeps its begin. */
    private static Optional<Degradation> sinceOf(Optional<Degradation> former, Degradation why) {
        return former.filter(known -> known.code() == why.code()).or(() -> Optional.of(why));
    }

    private Moment later(Moment at) {
        return verifiedAt.filter(known -> known.nanos() - at.nanos() > 0).orElse(at);
    }

    private Change change() {
        return new Change(this);
    }

    /** A copy on its way to the next state. */
    private static final class Change {
        private final TableName table;
        private Optional<IndexedSnapshot> snapshot;
        private Optional<Moment> verifiedAt;
        private Optional<Degradation> failure;
        private Optional<Degradation> disk;
        private long publications;
        private Outcome lastOutcome;
        private Optional<Instant> nextAttemptAt;
        private long lastKnownVersion;

        Change(TableState from) {
            table = from.table;
            snapshot = from.snapshot;
            verifiedAt = from.verifiedAt;
            failure = from.failure;
            disk = from.disk;
            publications = from.publications;
            lastOutcome = from.lastOutcome;
            nextAttemptAt = from.nextAttemptAt;
            lastKnownVersion = from.lastKnownVersion;
        }

        Change snapshot(Optional<IndexedSnapshot> value) {
            snapshot = value;
            return this;
        }

        Change verifiedAt(Optional<Moment> value) {
            verifiedAt = value;
            return this;
        }

        Change failure(Optional<Degradation> value) {
            failure = value;
            return this;
        }

        Change disk(Optional<Degradation> value) {
            disk = value;
            return this;
        }

        Change publications(long value) {
            publications = value;
            return this;
        }

        Change outcome(Outcome value) {
            lastOutcome = value;
            return this;
        }

        Change nextAttemptAt(Optional<Instant> value) {
            nextAttemptAt = value;
            return this;
        }

        Change lastKnownVersion(long value) {
            lastKnownVersion = value;
            return this;
        }

        TableState made() {
            return new TableState(
                    table,
                    snapshot,
                    verifiedAt,
                    failure,
                    disk,
                    publications,
                    lastOutcome,
                    nextAttemptAt,
                    lastKnownVersion);
        }
    }
}
