package io.andon.processors.gate;

import io.andon.cache.schema.ColumnSpec;
import io.andon.cache.schema.ColumnType;
import io.andon.cache.snapshot.TableSnapshot;
import io.andon.processors.source.DeclaredType;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the gates know of one version of a table, published or read.
 *
 * @param query what was asked: another query may give other columns
 * @param sourceTime the newest {@code snapshot_at}; empty where the source tells no time
 * @param rows every row that the source gave
 * @param quarantined those of them that had no usable key or number
 * @param columns type by name, derived columns included
 * @param declared what the source declares of its own columns; empty for a version from disk
 */
public record Facts(
        long version,
        String query,
        Optional<Instant> sourceTime,
        int rows,
        int quarantined,
        Map<String, ColumnType> columns,
        Map<String, DeclaredType> declared) {
    public Facts {
        columns = Map.copyOf(columns);
        declared = Map.copyOf(declared);
    }

    /** The facts of a version that the query gave, whose source declared these types. */
    public static Facts of(
            TableSnapshot version, String query, Map<String, DeclaredType> declared) {
        return new Facts(
                version.version(),
                query,
                // Without a time of the source's own, the wall clock's is no evidence of its age.
                Optional.of(version.asOf()).filter(asOf -> !asOf.equals(version.readAt())),
                version.rowsRead(),
                version.quarantined(),
                version.schema().columns().stream()
                        .collect(Collectors.toMap(ColumnSpec::name, ColumnSpec::type)),
                declared);
    }
}
