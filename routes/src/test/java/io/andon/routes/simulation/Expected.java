package io.andon.routes.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must become of one table's reads: rules of thumb over lists, sharing nothing with Andon. */
public final class Expected {
    private static final long TEN_MINUTES_NANOS = 600_000_000_000L;

    private final String table;
    private final Factory factory;
    private @Nullable List<String> shown;
    private int rowsShown;
    private List<String> columnsShown = List.of();
    private final List<Suspect> suspects = new ArrayList<>();

    /** A row count that looked wrong, and when. */
    private record Suspect(long nanos, int rows) {}

    public Expected(String table, Factory factory) {
        this.table = table;
        this.factory = factory;
    }

    /** The rows that the table shows; null before the first version. */
    public @Nullable List<String> shown() {
        return shown;
    }

    /** Nothing is known any more, as after a start without a disk. */
    public void forget() {
        shown = null;
        suspects.clear();
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
            shown = factory.shown(table);
            rowsShown = rows;
            columnsShown = factory.columns(table);
            suspects.clear();
        }
        return code;
    }

    private String code(long nanos, int rows, boolean accepted) {
        boolean first = shown == null;
        boolean suspect =
                !first
                        && rows > 0
                        && rowsShown > 0
                        && (rows * 2 < rowsShown || rows > rowsShown * 10);
        if (!suspect) suspects.clear();
        else note(new Suspect(nanos, rows));
        if (rows == 0 && (first || rowsShown > 0) && !accepted) return "SOURCE_SUSPECT_EMPTY";
        if (suspect && !accepted && !confirmed(nanos)) return "SOURCE_SUSPECT_DROP";
        if (!first && !factory.columns(table).containsAll(columnsShown))
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
