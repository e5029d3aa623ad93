package io.andon.cache.disk;

import io.andon.cache.column.ColumnAppender;
import io.andon.cache.oracle.Plants;
import io.andon.cache.plant.Plant;
import io.andon.cache.schema.ColumnSpec;
import io.andon.cache.schema.ColumnType;
import io.andon.cache.schema.TableName;
import io.andon.cache.schema.TableSchema;
import io.andon.cache.snapshot.SnapshotBuilder;
import io.andon.cache.snapshot.TableSnapshot;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Lots with a column of every kind and their plain values, which no column is asked for. */
final class Tables {
    static final Plant PLANT = Plants.of(TableName.LOTS);
    static final Instant READ_AT = Instant.ofEpochMilli(1_700_000_000_000L);
    static final TableSchema SCHEMA =
            new TableSchema(
                    TableName.LOTS,
                    List.of(
                            new ColumnSpec("lot_id", ColumnType.TEXT),
                            new ColumnSpec("qty", ColumnType.LONG),
                            new ColumnSpec("age_days", ColumnType.DOUBLE),
                            new ColumnSpec("moved_in_at", ColumnType.TIME),
                            new ColumnSpec("is_hot", ColumnType.BOOLEAN),
                            new ColumnSpec("workcenter", ColumnType.TEXT),
                            new ColumnSpec("package", ColumnType.TEXT),
                            new ColumnSpec("product", ColumnType.TEXT),
                            new ColumnSpec("comment", ColumnType.TEXT),
                            new ColumnSpec("nothing", ColumnType.TEXT)));

    private static final long EXACT_MAX = (1L << 53) - 1;
    private static final List<String> NAMES =
            List.of("DICING", "dicing", "測試", "😀", "\u0000", "a\r\nb", "é", "é", "\uFFFD", " ");

    private Tables() {}

    /** A snapshot and what was put into it, column by column. */
    record Filled(TableSnapshot snapshot, List<List<@Nullable Object>> rows) {}

    static PlantFolder plantFolder(Path data) {
        return new PlantFolder(data, PLANT.id());
    }

    static TableFolder lots(PlantFolder folder) {
        return folder.table(PLANT, PLANT.tables().getFirst());
    }

    static SnapshotIdentity identity() {
        return SnapshotIdentity.of(PLANT, PLANT.tables().getFirst());
    }

    /** Every fourth seed has no nulls, every fourth nothing else where a null may stand. */
    static Filled filled(long seed, int count, long version, Optional<TableSnapshot> previous) {
        var random = new SplittableRandom(seed);
        double nulls = new double[] {0, 0.1, 0.5, 1}[(int) Math.floorMod(seed, 4L)];
        var builder = new SnapshotBuilder(SCHEMA, previous);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<@Nullable Object> row = new ArrayList<>();
            for (int column = 0; column < SCHEMA.columns().size(); column++) {
                boolean isNull = column > 0 && random.nextDouble() < nulls;
                row.add(isNull ? null : value(random, column, i, count));
                append(builder.appender(column), row.get(column));
            }
            builder.endRow();
            rows.add(row);
        }
        return new Filled(builder.build(version, READ_AT), rows);
    }

    static TableSnapshot snapshot(long seed, int count, long version) {
        return filled(seed, count, version, Optional.empty()).snapshot();
    }

    private static @Nullable Object value(SplittableRandom random, int column, int i, int count) {
        return switch (SCHEMA.columns().get(column).name()) {
            case "lot_id" -> (random.nextInt(3) == 0 ? "晶圓-" : "L") + i;
            case "qty" -> pick(random, 0L, EXACT_MAX, -EXACT_MAX, random.nextLong(1_000));
            case "age_days" ->
                    pick(random, 0.0, -0.0, Double.MIN_VALUE, 9e15, random.nextDouble(30));
            case "moved_in_at" ->
                    Instant.ofEpochMilli(
                            pick(random, 0L, -62_135_596_800_000L, 253_402_300_799_999L, 1_700L));
            case "is_hot" -> random.nextBoolean();
            case "workcenter" -> pick(random, NAMES.toArray(String[]::new));
            case "package" -> "P" + random.nextInt(Math.max(1, Math.min(count / 8, 300)));
            case "product" -> "部品" + random.nextInt(Math.max(1, Math.min(count / 8, 70_000)));
            case "comment" -> "c".repeat(random.nextInt(1, 40)) + random.nextInt();
            default -> null;
        };
    }

    @SafeVarargs
    private static <T> T pick(SplittableRandom random, T... from) {
        return from[random.nextInt(from.length)];
    }

    private static void append(ColumnAppender to, @Nullable Object value) {
        switch (value) {
            case null -> to.appendNull();
            case Long whole -> to.appendLong(whole);
            case Double number -> to.appendDouble(number);
            case Instant time -> to.appendTime(time.toEpochMilli());
            case Boolean flag -> to.appendBoolean(flag);
            default -> to.appendText(value.toString());
        }
    }
}
