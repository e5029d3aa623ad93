package io.andon.processors.gate;

import io.andon.cache.DegradedCode;
import io.andon.cache.plant.GateLimits;
import io.andon.cache.schema.ColumnType;
import io.andon.processors.source.DeclaredType;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a read must satisfy beside the version that is published. Each gate is a pure function of
 * facts. Duplicate keys, columns that the canon misses and the memory budget are met earlier, while
 * indices are built and rows are read.
 */
public enum Gate {
    /** The source gave rows; only an administrator knows that none is right. */
    NOT_EMPTY(DegradedCode.SOURCE_SUSPECT_EMPTY, Gate::empty),

    /** The row count moved no further than a plant's does between two reads. */
    ROW_COUNT(DegradedCode.SOURCE_SUSPECT_DROP, Gate::implausible),

    /** The same query gives every column of the published version, and none tells less. */
    SCHEMA(DegradedCode.SOURCE_SCHEMA_DRIFT, Gate::drifted),

    /** Nearly every row has a key. */
    KEYS(DegradedCode.SOURCE_NULL_KEY, Gate::keyless),

    /** The source did not go back in time. */
    NOT_OLDER(DegradedCode.SOURCE_REGRESSED, Gate::older);

    private final DegradedCode code;

    @SuppressWarnings("ImmutableEnumChecker") // every rule here is a stateless method
    private final Rule rule;

    /** Why the read must not be published, for operators; empty when it may. */
    @FunctionalInterface
    private interface Rule {
        Optional<String> refuse(GateLimits limits, Optional<Facts> published, Facts read);
    }

    Gate(DegradedCode code, Rule rule) {
        this.code = code;
        this.rule = rule;
    }

    public DegradedCode code() {
        return code;
    }

    /**
     * Judges a read.
     *
     * @param published the facts of the version that stands; empty before the first
     * @return why the read must not be published, for operators; empty when it may
     */
    public Optional<String> refuse(GateLimits limits, Optional<Facts> published, Facts read) {
        return rule.refuse(limits, published, read);
    }

    private static Optional<String> empty(
            GateLimits limits, Optional<Facts> published, Facts read) {
        boolean wasEmpty = published.filter(before -> before.rows() == 0).isPresent();
        if (read.rows() > 0 || wasEmpty) return Optional.empty();
        return Optional.of(
                published
                        .map(before -> "no rows after %d".formatted(before.rows()))
                        .orElse("no rows in the first read"));
    }

    private static Optional<String> implausible(
            GateLimits limits, Optional<Facts> published, Facts read) {
        if (published.isEmpty() || published.get().rows() == 0 || read.rows() == 0) {
            return Optional.empty();
        }
        int before = published.get().rows();
        boolean dropped = read.rows() < before * (1 - limits.dropMax());
        boolean jumped = read.rows() > before * limits.jumpMax();
        if (!dropped && !jumped) return Optional.empty();
        return Optional.of(
                "%d rows after %d (dropMax %s%%, jumpMax %s)"
                        .formatted(read.rows(), before, limits.dropMax() * 100, limits.jumpMax()));
    }

    private static Optional<String> keyless(
            GateLimits limits, Optional<Facts> published, Facts read) {
        int may = (int) (limits.quarantinedMax() * read.rows());
        if (read.quarantined() <= may) return Optional.empty();
        return Optional.of(
                "%d of %d rows have no usable key or number, at most %d may"
                        .formatted(read.quarantined(), read.rows(), may));
    }

    private static Optional<String> older(
            GateLimits limits, Optional<Facts> published, Facts read) {
        return published
                .flatMap(Facts::sourceTime)
                .filter(shown -> read.sourceTime().filter(shown::isAfter).isPresent())
                .map(shown ->
                        "the data of %s is older than what is published, of %s"
                                .formatted(read.sourceTime().get(), shown));
    }

    private static Optional<String> drifted(
            GateLimits limits, Optional<Facts> published, Facts read) {
        if (published.filter(before -> before.query().equals(read.query())).isEmpty()) {
            return Optional.empty();
        }
        var complaints = new TreeMap<String, String>();
        published
                .get()
                .columns()
                .forEach((name, type) -> {
                    ColumnType now = read.columns().get(name);
                    if (now == null) complaints.put(name, "column %s is missing".formatted(name));
                    else if (now != type)
                        complaints.put(name, "column %s is %s, was %s".formatted(name, now, type));
                });
        published
                .get()
                .declared()
                .forEach((name, type) -> {
                    DeclaredType now = read.declared().get(name);
                    if (now == null)
                        complaints.putIfAbsent(name, "column %s is missing".formatted(name));
                    else if (!type.keptBy(now, read.columns().get(name) == ColumnType.LONG))
                        complaints.putIfAbsent(
                                name, "column %s is %s, was %s".formatted(name, now, type));
                });
        return complaints.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join("; ", complaints.values()));
    }
}
