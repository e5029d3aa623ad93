package io.andon.cache.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.andon.cache.column.Column;
import io.andon.cache.column.ColumnAppender;
import io.andon.cache.schema.ColumnSpec;
import io.andon.cache.schema.ColumnType;
import io.andon.cache.schema.TableName;
import io.andon.cache.schema.TableSchema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SnapshotBuilderTest {
    private static final Instant READ_AT = Instant.parse("2026-01-02T03:04:05Z");
    private static final TableSchema LOTS =
            schema(
                    TableName.LOTS,
                    new ColumnSpec("lot_id", ColumnType.TEXT),
                    new ColumnSpec("qty", ColumnType.LONG),
                    new ColumnSpec("weight", ColumnType.DOUBLE),
                    new ColumnSpec("note", ColumnType.TEXT),
                    new ColumnSpec("snapshot_at", ColumnType.TIME),
                    new ColumnSpec("is_hot", ColumnType.BOOLEAN));

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    private static TableSchema schema(TableName table, ColumnSpec... columns) {
        return new TableSchema(table, List.of(columns));
    }

    private static void lot(
            SnapshotBuilder to,
            @Nullable String id,
            long qty,
            double weight,
            @Nullable String note) {
        if (id == null) to.appender(0).appendNull();
        else to.appender(0).appendText(id);
        to.appender(1).appendLong(qty);
        to.appender(2).appendDouble(weight);
        if (note == null) to.appender(3).appendNull();
        else to.appender(3).appendText(note);
        to.appender(4).appendNull();
        to.appender(5).appendBoolean(true);
        to.endRow();
    }

    private static List<@Nullable String> texts(Column column) {
        List<@Nullable String> texts = new ArrayList<>();
        for (int row = 0; row < column.rowCount(); row++) texts.add(column.text(row));
        return texts;
    }

    @Test
    void keysAreTrimmedOfPaddingAndOtherwiseExact() {
        var builder = new SnapshotBuilder(LOTS, Optional.empty());
        for (String id : List.of("A1              ", "  007", "a b", "\tx", "DefMEt", "DefMet"))
            lot(builder, id, 1, 1, "n");
        assertThat(texts(builder.build(1, READ_AT).column("lot_id")))
                .containsExactly("A1", "007", "a b", "\tx", "DefMEt", "DefMet");
    }

    @Test
    void rowsWithoutKeyAreQuarantinedAndCounted() {
        var builder = new SnapshotBuilder(LOTS, Optional.empty());
        lot(builder, null, 1, 1, "dropped");
        lot(builder, "A", 2, 2, "a");
        lot(builder, "", 3, 3, "dropped");
        lot(builder, "    ", 4, 4, null);
        lot(builder, "B", 5, 5, null);
        lot(builder, "\t \u3000", 6, 6, "dropped");
        TableSnapshot built = builder.build(1, READ_AT);
        assertThat(texts(built.column("lot_id"))).containsExactly("A", "B");
        assertThat(texts(built.column("qty"))).containsExactly("2", "5");
        assertThat(texts(built.column("note"))).containsExactly("a", null);
        assertThat(built.quarantined()).isEqualTo(4);
        assertThat(built.rowsRead()).isEqualTo(6);
    }

    @Test
    void numbersThatNoBrowserTellsExactlyAreQuarantined() {
        long max = (1L << 53) - 1;
        var builder = new SnapshotBuilder(LOTS, Optional.empty());
        lot(builder, "max", max, 0.5, null);
        lot(builder, "min", -max, -0.5, null);
        lot(builder, "over", max + 1, 0, null);
        lot(builder, "under", -max - 1, 0, null);
        lot(builder, "least", Long.MIN_VALUE, 0, null);
        lot(builder, "nan", 0, Double.NaN, null);
        lot(builder, "inf", 0, Double.POSITIVE_INFINITY, null);
        lot(builder, "-inf", 0, Double.NEGATIVE_INFINITY, null);
        lot(builder, "large", 0, 1e16, null);
        lot(builder, "edge", 0, (double) max, null);
        TableSnapshot built = builder.build(1, READ_AT);
        assertThat(texts(built.column("lot_id"))).containsExactly("max", "min", "edge");
        assertThat(built.quarantined()).isEqualTo(7);
    }

    @Test
    void loneSurrogatesBecomeTheReplacementCharacter() {
        var builder = new SnapshotBuilder(LOTS, Optional.empty());
        lot(builder, "\uD83D", 1, 1, "a\uDE00b");
        lot(builder, "😀\uD83D\uD83D\uDE00", 1, 1, "é晶圓");
        TableSnapshot built = builder.build(1, READ_AT);
        assertThat(texts(built.column("lot_id"))).containsExactly("\uFFFD", "😀\uFFFD😀");
        assertThat(texts(built.column("note"))).containsExactly("a\uFFFDb", "é晶圓");
    }

    @Test
    void emptyTextIsNullButBlankTextIsText() {
        var builder = new SnapshotBuilder(LOTS, Optional.empty());
        lot(builder, "A", 1, 1, "");
        lot(builder, "B", 1, 1, " ");
        assertThat(texts(builder.build(1, READ_AT).column("note"))).containsExactly(null, " ");
    }

    @Test
    void theDataIsAsOfItsNewestSnapshotTimeElseOfTheRead() {
        var builder = new SnapshotBuilder(LOTS, Optional.empty());
        lot(builder, "A", 1, 1, null);
        assertThat(builder.build(1, READ_AT).asOf()).isEqualTo(READ_AT);
        var dated = new SnapshotBuilder(LOTS, Optional.empty());
        for (long at : new long[] {5_000, 9_000, 7_000}) {
            dated.appender(0).appendText("L" + at);
            dated.appender(1).appendNull();
            dated.appender(2).appendNull();
            dated.appender(3).appendNull();
            dated.appender(4).appendTime(at);
            dated.appender(5).appendNull();
            dated.endRow();
        }
        assertThat(dated.build(1, READ_AT).asOf()).isEqualTo(Instant.ofEpochMilli(9_000));
    }

    @Test
    void valuesThatDoNotFitTheirColumnAreRefused() {
        var builder = new SnapshotBuilder(LOTS, Optional.empty());
        assertThatIllegalArgumentException().isThrownBy(() -> builder.appender(0).appendLong(1));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.appender(1).appendText("1"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.appender(1).appendDouble(1));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.appender(1).appendTime(1));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.appender(4).appendLong(1));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.appender(5).appendText("t"));
        builder.appender(2).appendLong(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.appender(3).appendBoolean(true))
                .withMessageContaining("note");
    }

    @Test
    void aRowWithAMissingOrDoubledValueIsABug() {
        var missing = new SnapshotBuilder(LOTS, Optional.empty());
        missing.appender(0).appendText("A");
        assertThatIllegalStateException().isThrownBy(missing::endRow);
    }

    @Test
    void aTableWithoutItsKeyIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new SnapshotBuilder(
                                schema(TableName.LOTS, new ColumnSpec("qty", ColumnType.LONG)),
                                Optional.empty()));
    }

    @Test
    void memoryHeldGrowsWhileReading() {
        var builder = new SnapshotBuilder(LOTS, Optional.empty());
        long before = builder.bytes();
        for (int i = 0; i < 1000; i++) lot(builder, "L" + i, i, i, "note " + i);
        assertThat(builder.bytes()).isGreaterThan(before + 1000 * 30);
        assertThat(builder.rowCount()).isEqualTo(1000);
        TableSnapshot built = builder.build(1, READ_AT);
        assertThat(built.bytes()).isBetween(1000L * 20, 1000L * 80);
    }

    /** Rows of a bag with few values, so that many are twins in every column. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void exactTwinsOfABagAreFoldedAndNothingElseIs(long seed) {
        var random = new SplittableRandom(seed);
        var builder =
                new SnapshotBuilder(
                        schema(
                                TableName.RESOURCE_STATUS,
                                new ColumnSpec("resource_id", ColumnType.TEXT),
                                new ColumnSpec("state", ColumnType.TEXT),
                                new ColumnSpec("qty", ColumnType.LONG),
                                new ColumnSpec("load", ColumnType.DOUBLE),
                                new ColumnSpec("ok", ColumnType.BOOLEAN)),
                        Optional.empty());
        List<List<@Nullable Object>> kept = new ArrayList<>();
        var seen = new HashSet<List<@Nullable Object>>();
        int count = random.nextInt(300);
        int nullKeys = 0;
        for (int i = 0; i < count; i++) {
            String id = random.nextInt(6) == 0 ? null : "M" + random.nextInt(3);
            String state = random.nextInt(3) == 0 ? null : random.nextBoolean() ? "RUN" : "run";
            Long qty = random.nextInt(3) == 0 ? null : (long) random.nextInt(2);
            Double load = random.nextInt(3) == 0 ? null : (double) random.nextInt(2);
            Boolean ok = random.nextInt(3) == 0 ? null : random.nextBoolean();
            put(builder.appender(0), id);
            put(builder.appender(1), state);
            put(builder.appender(2), qty);
            put(builder.appender(3), load);
            put(builder.appender(4), ok);
            builder.endRow();
            List<@Nullable Object> row = Arrays.asList(id, state, qty, load, ok);
            if (id == null) nullKeys++;
            else if (seen.add(row)) kept.add(row);
        }
        TableSnapshot built = builder.build(1, READ_AT);
        List<List<@Nullable Object>> found = new ArrayList<>();
        for (int row = 0; row < built.rowCount(); row++) {
            List<@Nullable Object> values = new ArrayList<>();
            for (Column column : built.columns()) values.add(column.text(row));
            found.add(values);
        }
        assertThat(found).isEqualTo(kept.stream().map(SnapshotBuilderTest::asText).toList());
        assertThat(built.quarantined()).isEqualTo(nullKeys);
        assertThat(built.rowsRead()).isEqualTo(count);
    }

    private static List<@Nullable Object> asText(List<@Nullable Object> row) {
        List<@Nullable Object> texts = new ArrayList<>();
        for (Object value : row) texts.add(value == null ? null : value.toString());
        return texts;
    }

    private static void put(ColumnAppender to, @Nullable Object value) {
        switch (value) {
            case null -> to.appendNull();
            case String text -> to.appendText(text);
            case Long whole -> to.appendLong(whole);
            case Double real -> to.appendDouble(real);
            case Boolean flag -> to.appendBoolean(flag);
            default -> throw new IllegalArgumentException(value.toString());
        }
    }
}
