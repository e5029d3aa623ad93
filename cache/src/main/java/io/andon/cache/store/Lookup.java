package io.andon.cache.store;

import io.andon.cache.DegradedCode;
import io.andon.cache.index.IndexedSnapshot;
import io.andon.cache.schema.TableName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a reader gets when it asks for a table: never null, never an exception. */
public sealed interface Lookup {
    /** Every code that holds of the table now, by priority. */
    default List<DegradedCode> codes() {
        return switch (this) {
            case Fresh _ -> List.of();
            case Stale(_, _, var why) -> why.stream().map(Degradation::code).toList();
            case Absent(_, var why, _, _, var cause) ->
                    Stream.concat(cause.map(Degradation::code).stream(), Stream.of(why))
                            .sorted()
                            .toList();
        };
    }

    /** Nothing is wrong. */
    record Fresh(IndexedSnapshot snapshot, Moment verifiedAt) implements Lookup {}

    /** The last good version, with everything that is wrong by priority. */
    record Stale(IndexedSnapshot snapshot, Moment verifiedAt, List<Degradation> why)
            implements Lookup {
        public Stale {
            why = List.copyOf(why);
        }

        /** Whether the version is past its freshness target; else it is degraded but not old. */
        public boolean pastFresh() {
            return why.stream().anyMatch(each -> each.code() == DegradedCode.CACHE_STALE);
        }
    }

    /**
     * Nothing to show.
     *
     * @param why CACHE_WARMING before the first version, or the code of the refresh that failed
     *     before it; CACHE_EXPIRED past the hard limit; NOT_FOUND for a table the plant has not
     * @param cause what keeps an expired version from being renewed, which decides what helps
     */
    record Absent(
            TableName table,
            DegradedCode why,
            Instant since,
            Optional<Instant> nextAttemptAt,
            Optional<Degradation> cause)
            implements Lookup {
        /** A table that was never there to expire. */
        public Absent(
                TableName table, DegradedCode why, Instant since, Optional<Instant> nextAttemptAt) {
            this(table, why, since, nextAttemptAt, Optional.empty());
        }
    }
}
