package io.andon.routes.plant;

import io.andon.cache.column.Column;
import io.andon.cache.index.DuplicateKeyException;
import io.andon.cache.index.IndexBuilder;
import io.andon.cache.index.IndexedSnapshot;
import io.andon.cache.plant.E10State;
import io.andon.cache.plant.HoldType;
import io.andon.cache.plant.LotStatus;
import io.andon.cache.plant.Plant;
import io.andon.cache.plant.TablePlan;
import io.andon.cache.schema.CanonicalColumn;
import io.andon.cache.schema.CanonicalTable;
import io.andon.cache.schema.CanonicalTables;
import io.andon.cache.schema.ColumnSpec;
import io.andon.cache.schema.TableName;
import io.andon.cache.schema.TableSchema;
import io.andon.cache.snapshot.LotDerivation;
import io.andon.cache.snapshot.TableSnapshot;
import io.andon.processors.CodedException;
import io.andon.processors.FailureClassifier;
import io.andon.processors.source.MemoryBudget;
import io.andon.processors.source.SourceColumns;
import io.andon.processors.source.SourceSession;
import io.andon.processors.source.TableReader;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Reads every table of a plant once, as a refresh would, and says everything that it finds; one
 * table's trouble hides no other's.
 */
public final class PlantCheck {
    private static final int EXAMPLES_MAX = 10;
    private static final double MILLIS_A_SECOND = 1e3;
    private static final double BYTES_A_MEGABYTE = 1e6;

    private static final Set<String> STATUSES =
            Arrays.stream(LotStatus.values()).map(Enum::name).collect(Collectors.toSet());

    private final Plant plant;
    private final DataSource pool;
    private final MemoryBudget memory;
    private final List<Finding> findings = new ArrayList<>();

    /** How much a finding matters. */
    public enum Level {
        OK,
        WARNING,
        ERROR;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One thing that the check has to say. */
    public record Finding(Level level, String message) {
        public boolean isError() {
            return level == Level.ERROR;
        }
    }

    public PlantCheck(Plant plant, DataSource pool, MemoryBudget memory) {
        this.plant = plant;
        this.pool = pool;
        this.memory = memory;
    }

    public List<Finding> run() {
        findings.clear();
        if (canConnect()) {
            try (ScheduledExecutorService deadlines =
                    Executors.newSingleThreadScheduledExecutor()) {
                var reader = new TableReader(plant.zone(), deadlines, memory);
                plant.tables().forEach(plan -> check(plan, reader));
                deadlines.shutdownNow();
            }
            findings.addAll(new QueryCheck(plant, pool).run());
        }
        return List.copyOf(findings);
    }

    private boolean canConnect() {
        try (SourceSession session = SourceSession.open(pool)) {
            say(Level.OK, "connected to %s".formatted(session.product()));
            if (session.mayWrite()) {
                say(
                        Level.WARNING,
                        "the user may write to the database; give Andon one that may only read");
            }
            return true;
        } catch (SQLException e) {
            say(Level.ERROR, "no connection: %s (%s)".formatted(code(e), e.getMessage()));
            return false;
        }
    }

    private void check(TablePlan plan, TableReader reader) {
        try (SourceSession session = SourceSession.open(pool)) {
            probe(plan, session);
            SourceColumns columns = TableReader.columns(session, plan);
            columns.complaints().forEach(each -> say(Level.ERROR, plan.table() + ": " + each));
            filters(plan, columns.schema());
            extras(plan, columns.schema());
            if (columns.complaints().isEmpty()) rows(plan, reader, session);
        } catch (CodedException e) {
            say(Level.ERROR, "%s (%s)".formatted(e.getMessage(), e.code()));
        } catch (SQLException e) {
            say(Level.ERROR, "%s: %s (%s)".formatted(plan.table(), code(e), e.getMessage()));
        } finally {
            memory.ended(plan.table());
        }
    }

    private void probe(TablePlan plan, SourceSession session) throws SQLException {
        if (plan.probe().isEmpty()) return;
        try {
            TableReader.probe(session, plan.probe().get(), plan.readDeadline());
        } catch (SQLException e) {
            say(Level.ERROR, "%s: the probe fails: %s".formatted(plan.table(), e.getMessage()));
            session.rollback();
        }
    }

    private void filters(TablePlan plan, TableSchema schema) {
        for (String filter : plan.filters()) {
            if (schema.find(filter).isEmpty()) {
                say(
                        Level.ERROR,
                        "%s: filter %s is no column of the query".formatted(plan.table(), filter));
            }
        }
    }

    private void extras(TablePlan plan, TableSchema schema) {
        List<String> canonical =
                CanonicalTables.of(plan.table()).stream()
                        .map(CanonicalTable::columns)
                        .flatMap(List::stream)
                        .map(CanonicalColumn::name)
                        .toList();
        String passed =
                schema.columns().stream()
                        .filter(column -> !canonical.contains(column.name()))
                        .map(PlantCheck::shown)
                        .collect(Collectors.joining(", "));
        if (!passed.isEmpty()) {
            say(Level.OK, "%s: passes through %s".formatted(plan.table(), passed));
        }
    }

    private static String shown(ColumnSpec column) {
        return column.name() + " " + column.type().name().toLowerCase(Locale.ROOT);
    }

    private void rows(TablePlan plan, TableReader reader, SourceSession session)
            throws SQLException {
        long begun = System.nanoTime();
        Instant readAt = Instant.now();
        TableSnapshot read =
                reader.read(session, plan, Optional.empty())
                        .builder()
                        .build(readAt.toEpochMilli(), readAt);
        long millis = (System.nanoTime() - begun) / 1_000_000;
        boolean lots = plan.table().equals(TableName.LOTS);
        TableSnapshot table = lots ? LotDerivation.derive(read, plant) : read;
        int allowed = (int) (plan.gates().quarantinedMax() * table.rowsRead());
        if (table.quarantined() > 0) {
            say(
                    table.quarantined() > allowed ? Level.ERROR : Level.WARNING,
                    "%s: %d of %d rows have no usable key or number; %d may"
                            .formatted(
                                    plan.table(), table.quarantined(), table.rowsRead(), allowed));
        }
        if (table.rowCount() == 0) say(Level.WARNING, plan.table() + ": no rows");
        if (plan.table().equals(TableName.RESOURCE_STATUS)) states(table);
        if (lots) {
            statuses(read);
            holds(table);
        }
        index(plan, table, millis);
    }

    private void index(TablePlan plan, TableSnapshot table, long millis) {
        try {
            IndexedSnapshot indexed = IndexBuilder.index(table, plant, System::nanoTime);
            say(
                    Level.OK,
                    "%s: %,d rows in %.1f s, %.1f MB with indices%s"
                            .formatted(
                                    plan.table(),
                                    table.rowCount(),
                                    millis / MILLIS_A_SECOND,
                                    indexed.bytes() / BYTES_A_MEGABYTE,
                                    table.folded() > 0
                                            ? ", %d exact twins folded".formatted(table.folded())
                                            : ""));
        } catch (DuplicateKeyException e) {
            say(
                    Level.ERROR,
                    "%s: the key is not unique (%s); fold repeated rows in the SQL"
                            .formatted(plan.table(), e.getMessage()));
        }
    }

    private void states(TableSnapshot table) {
        Map<String, Integer> unmapped = new TreeMap<>();
        Column states = table.column("state");
        for (int row = 0; row < table.rowCount(); row++) {
            String code = states.text(row);
            boolean known = code != null && plant.states().codes().containsKey(code.strip());
            if (!known) unmapped.merge(code == null ? "(null)" : code, 1, Integer::sum);
        }
        unmapped.entrySet().stream()
                .limit(EXAMPLES_MAX)
                .forEach(each ->
                        say(
                                Level.ERROR,
                                "resource_status: state '%s' (%d rows) is not mapped; map it to OTHER if that is meant"
                                        .formatted(each.getKey(), each.getValue())));
        if (unmapped.size() > EXAMPLES_MAX) {
            say(
                    Level.ERROR,
                    "resource_status: %d more states are not mapped"
                            .formatted(unmapped.size() - EXAMPLES_MAX));
        }
        long other =
                plant.states().codes().values().stream().filter(E10State.OTHER::equals).count();
        if (other > 0) say(Level.OK, "resource_status: %d codes map to OTHER".formatted(other));
    }

    /** A status of the source's own that is none of the house's would count as QUEUE unseen. */
    private void statuses(TableSnapshot lots) {
        Map<String, Integer> unknown = new TreeMap<>();
        Optional<Column> given = lots.find("status");
        for (int row = 0; given.isPresent() && row < lots.rowCount(); row++) {
            String status = given.get().text(row);
            if (status != null && !STATUSES.contains(status.strip().toUpperCase(Locale.ROOT))) {
                unknown.merge(status, 1, Integer::sum);
            }
        }
        unknown.entrySet().stream()
                .limit(EXAMPLES_MAX)
                .forEach(each ->
                        say(
                                Level.ERROR,
                                "lots: status '%s' (%d rows) is none of RUN, QUEUE, HOLD; convert it in the SQL"
                                        .formatted(each.getKey(), each.getValue())));
    }

    /** Reasons beside their type: every reason that the plant does not list is quality. */
    private void holds(TableSnapshot lots) {
        Optional<Column> reasons = lots.find("hold_reason");
        Column statuses = lots.column("status");
        Map<String, HoldType> seen = new TreeMap<>();
        for (int row = 0; row < lots.rowCount(); row++) {
            if (!LotStatus.HOLD.name().equals(statuses.text(row))) continue;
            int held = row;
            String reason = reasons.map(column -> column.text(held)).orElse(null);
            seen.put(reason == null ? "(none)" : reason, plant.holdTypes().of(reason));
        }
        for (String listed : plant.holdTypes().nonQuality()) {
            if (!seen.isEmpty() && !seen.containsKey(listed)) {
                say(
                        Level.WARNING,
                        "lots: no lot is held for the listed non-quality reason '%s'"
                                .formatted(listed));
            }
        }
        String quality =
                seen.entrySet().stream()
                        .filter(each -> each.getValue() == HoldType.QUALITY)
                        .map(Map.Entry::getKey)
                        .limit(EXAMPLES_MAX)
                        .collect(Collectors.joining("; "));
        if (!quality.isEmpty()) {
            say(Level.OK, "lots: hold reasons that count as quality: " + quality);
        }
    }

    private void say(Level level, String message) {
        findings.add(new Finding(level, message));
    }

    private static String code(SQLException failure) {
        return FailureClassifier.classify(failure).name();
    }
}
