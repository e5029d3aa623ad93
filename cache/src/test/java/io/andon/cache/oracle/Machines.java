package io.andon.cache.oracle;

import static io.andon.cache.oracle.Lots.text;
import static io.andon.cache.oracle.Lots.time;
import static io.andon.cache.oracle.Lots.whole;

import io.andon.cache.index.IndexBuilder;
import io.andon.cache.index.IndexedSnapshot;
import io.andon.cache.schema.ColumnSpec;
import io.andon.cache.schema.ColumnType;
import io.andon.cache.schema.TableName;
import io.andon.cache.schema.TableSchema;
import io.andon.cache.snapshot.SnapshotBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Machines from a seed, and how they are fed through the builder. */
public final class Machines {
    private static final TableSchema RESOURCES =
            new TableSchema(
                    TableName.RESOURCES,
                    List.of(
                            new ColumnSpec("resource_id", ColumnType.TEXT),
                            new ColumnSpec("name", ColumnType.TEXT),
                            new ColumnSpec("workcenter", ColumnType.TEXT),
                            new ColumnSpec("workcenter_order", ColumnType.LONG),
                            new ColumnSpec("family", ColumnType.TEXT),
                            new ColumnSpec("category", ColumnType.TEXT),
                            new ColumnSpec("location", ColumnType.TEXT),
                            new ColumnSpec("vendor", ColumnType.TEXT)));
    private static final TableSchema STATUS =
            new TableSchema(
                    TableName.RESOURCE_STATUS,
                    List.of(
                            new ColumnSpec("resource_id", ColumnType.TEXT),
                            new ColumnSpec("state", ColumnType.TEXT),
                            new ColumnSpec("since", ColumnType.TIME),
                            new ColumnSpec("lot_id", ColumnType.TEXT),
                            new ColumnSpec("qty", ColumnType.LONG),
                            new ColumnSpec("tracked_in_at", ColumnType.TIME),
                            new ColumnSpec("reason", ColumnType.TEXT)));
    private static final List<String> STATES =
            List.of("RUN", "RUN", " RUN ", "IDLE", "ENG", "PM", "DOWN", "OFF", "run", "???");

    private Machines() {}

    public static IndexedSnapshot resources(List<MachineRow> rows, long version) {
        var builder = new SnapshotBuilder(RESOURCES, Optional.empty());
        for (MachineRow row : rows) {
            text(builder.appender(0), row.resourceId());
            text(builder.appender(1), row.name());
            text(builder.appender(2), row.workcenter());
            whole(builder.appender(3), row.workcenterOrder());
            text(builder.appender(4), row.family());
            text(builder.appender(5), row.category());
            text(builder.appender(6), row.location());
            text(builder.appender(7), row.vendor());
            builder.endRow();
        }
        return IndexBuilder.index(
                builder.build(version, Instant.EPOCH), Plants.full(), System::nanoTime);
    }

    public static IndexedSnapshot status(List<StatusRow> rows, long version) {
        var builder = new SnapshotBuilder(STATUS, Optional.empty());
        for (StatusRow row : rows) {
            text(builder.appender(0), row.resourceId());
            text(builder.appender(1), row.state());
            time(builder.appender(2), row.since());
            text(builder.appender(3), row.lotId());
            whole(builder.appender(4), row.qty());
            time(builder.appender(5), row.trackedInAt());
            text(builder.appender(6), row.reason());
            builder.endRow();
        }
        return IndexBuilder.index(
                builder.build(version, Instant.EPOCH), Plants.full(), System::nanoTime);
    }

    public static List<MachineRow> seeded(long seed) {
        var random = new SplittableRandom(seed);
        int count = seed == 0 ? 0 : seed == 1 ? 1 : random.nextInt(120);
        List<MachineRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++)
            rows.add(
                    new MachineRow(
                            (random.nextBoolean() ? "M" : "m") + i + " ".repeat(random.nextInt(4)),
                            "Machine " + random.nextInt(50),
                            orNull(random, "WC" + random.nextInt(5)),
                            random.nextInt(3) == 0 ? null : (long) random.nextInt(9),
                            orNull(random, "F" + random.nextInt(6)),
                            orNull(random, "C" + random.nextInt(2)),
                            orNull(random, "L" + random.nextInt(3)),
                            orNull(random, "V" + random.nextInt(3))));
        return rows;
    }

    /** Live rows, some of machines that the master has not, some twins, some without id. */
    public static List<StatusRow> seededStatus(long seed, List<MachineRow> machines) {
        var random = new SplittableRandom(seed + 1000);
        List<StatusRow> rows = new ArrayList<>();
        for (int i = random.nextInt(300); i > 0; i--) {
            String id =
                    machines.isEmpty() || random.nextInt(10) == 0
                            ? "orphan" + random.nextInt(4)
                            : machines.get(random.nextInt(machines.size())).resourceId();
            rows.add(
                    new StatusRow(
                            random.nextInt(20) == 0 ? "  " : id,
                            orNull(random, STATES.get(random.nextInt(STATES.size()))),
                            random.nextInt(6) == 0 ? null : (long) random.nextInt(1000) * 7919 + i,
                            orNull(random, " L" + random.nextInt(30)),
                            random.nextInt(6) == 0 ? null : (long) random.nextInt(100),
                            random.nextInt(6) == 0 ? null : random.nextLong(100_000),
                            orNull(random, "R" + random.nextInt(3))));
            if (random.nextInt(8) == 0) rows.add(rows.getLast());
        }
        return rows;
    }

    private static @Nullable String orNull(SplittableRandom random, String value) {
        return random.nextInt(8) == 0 ? null : value;
    }
}
