package io.andon.routes.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must become of one table's reads: rules of thumb over lists, sharing nothing with Andon. */
public final class Expected {
    private static final long TEN_MINUTES_NANOS = 600_000_000_000L;

    private final String table;
    private final Factory factory;
    private @Nullable Version shown;
    private final Map<Long, Version> published = new HashMap<>();
    private final List<Suspect> suspects = new ArrayList<>();

    /** A row count that looked wrong, and when. */
    private record Suspect(long nanos, int rows) {}

    public Expected(String table, Factory factory) {
        this.table = table;
        this.factory = factory;
    }

    /** What was published under one number. */
    private record Version(List<String> shown, int rows, List<String> columns, int changes) {}

    /** The rows that the table shows; null before the first version. */
    public @Nullable List<String> shown() {
        return shown == null ? null : shown.shown();
    }

    /** Nothing happened since the version that is shown was read. */
    public boolean isUnchanged() {
        return shown != null && shown.changes() == changes();
    }

    /** The version that is shown got this number, which no other one ever had. */
    public void number(long version) {
        if (shown == null || published.putIfAbsent(version, shown) != null)
            throw new AssertionError("version %d is there already".formatted(version));
    }

    /** As after a start that found this version on disk, or none. */
    public void restart(Optional<Long> version) {
        suspects.clear();
        shown = null;
        if (version.isEmpty()) return;
        shown = published.get(version.get());
        if (shown == null)
            throw new AssertionError("version %d was never published".formatted(version.get()));
    }

    private int changes() {
        return factory.count("changes", "TRUE");
    }

    /**
     * The code of a read of what the database holds now; empty when it is published.
     *
     * @param accepted whether an administrator accepted what is suspect about its row count
     */
    public String read(long nanos, boolean accepted) {
        int rows = factory.count(table, "TRUE");
        String code = code(nanos, rows, accepted);
        if (code.isEmpty()) {
            shown = new Version(factory.shown(table), rows, factory.columns(table), changes());
            suspects.clear();
        }
        return code;
    }

    private String code(long nanos, int rows, boolean accepted) {
        boolean first = shown == null;
        int rowsShown = shown == null ? 0 : shown.rows();
        boolean suspect =
                !first
                        && rows > 0
                        && rowsShown > 0
                        && (rows * 2 < rowsShown || rows > rowsShown * 10);
        if (!suspect) suspects.clear();
        else note(new Suspect(nanos, rows));
        if (rows == 0 && (first || rowsShown > 0) && !accepted) return "SOURCE_SUSPECT_EMPTY";
        if (suspect && !accepted && !confirmed(nanos)) return "SOURCE_SUSPECT_DROP";
        if (shown != null && !factory.columns(table).containsAll(shown.columns()))
            return "SOURCE_SCHEMA_DRIFT";
        String key = table.equals("lots") ? "LOT_ID" : "RESOURCE_ID";
        if (factory.count(table, key + " IS NULL") * 1000 > rows) return "SOURCE_NULL_KEY";
        boolean keyed = !table.equals("resource_status");
        int distinct =
                factory.shown(table).stream()
                        .map(row -> row.substring(0, row.indexOf('|')))
                        .distinct()
                        .toList()
                        .size();
        if (keyed && distinct < factory.count(table, key + " IS NOT NULL")) {
            return "SOURCE_DUPLICATE_KEY";
        }
        return "";
    }

    private void note(Suspect now) {
        suspects.add(now);
        int most = suspects.stream().mapToInt(Suspect::rows).max().orElseThrow();
        int least = suspects.stream().mapToInt(Suspect::rows).min().orElseThrow();
        if ((most - least) * 100 > most) suspects.retainAll(Set.of(now));
    }

    private boolean confirmed(long nanos) {
        return suspects.size() >= 3 && nanos - suspects.getFirst().nanos() >= TEN_MINUTES_NANOS;
    }
}
