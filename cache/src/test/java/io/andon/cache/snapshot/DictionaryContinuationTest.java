package io.andon.cache.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.cache.column.BytesColumn;
import io.andon.cache.column.Column;
import io.andon.cache.column.Dictionary;
import io.andon.cache.column.DictionaryColumn;
import io.andon.cache.schema.ColumnSpec;
import io.andon.cache.schema.ColumnType;
import io.andon.cache.schema.TableName;
import io.andon.cache.schema.TableSchema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: whatever a version follows, its values are those that were appended. */
final class DictionaryContinuationTest {
    private static final TableSchema SCHEMA =
            new TableSchema(
                    TableName.LOTS,
                    List.of(
                            new ColumnSpec("lot_id", ColumnType.TEXT),
                            new ColumnSpec("package", ColumnType.TEXT)));

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    private static TableSnapshot version(
            List<@Nullable String> values, Optional<TableSnapshot> previous) {
        var builder = new SnapshotBuilder(SCHEMA, previous);
        for (int row = 0; row < values.size(); row++) {
            builder.appender(0).appendText("L" + row);
            String value = values.get(row);
            if (value == null) builder.appender(1).appendNull();
            else builder.appender(1).appendText(value);
            builder.endRow();
        }
        return builder.build(1, Instant.EPOCH);
    }

    private static List<@Nullable String> cycle(int rows, String... values) {
        List<@Nullable String> cycle = new ArrayList<>();
        for (int row = 0; row < rows; row++) cycle.add(values[row % values.length]);
        return cycle;
    }

    private static Dictionary dictionary(TableSnapshot snapshot) {
        return ((DictionaryColumn) snapshot.column("package")).dictionary();
    }

    private static List<@Nullable String> texts(Column column) {
        List<@Nullable String> texts = new ArrayList<>();
        for (int row = 0; row < column.rowCount(); row++) texts.add(column.text(row));
        return texts;
    }

    @Test
    void aValueKeepsItsCodeAndNewOnesAreAppended() {
        TableSnapshot first = version(cycle(40, "A", "B", "C"), Optional.empty());
        TableSnapshot second = version(cycle(40, "D", "C", "A"), Optional.of(first));
        assertThat(dictionary(first).size()).isEqualTo(3);
        assertThat(dictionary(second).size()).isEqualTo(4);
        for (String value : List.of("A", "B", "C"))
            assertThat(dictionary(second).codeOf(value)).isEqualTo(dictionary(first).codeOf(value));
        assertThat(dictionary(second).codeOf("D")).isEqualTo(3);
        assertThat(texts(second.column("package"))).isEqualTo(cycle(40, "D", "C", "A"));
        assertThat(dictionary(first).codeOf("D")).isEqualTo(-1);
    }

    @Test
    void aVersionWithoutNewValuesSharesTheDictionary() {
        TableSnapshot first = version(cycle(40, "A", "B"), Optional.empty());
        assertThat(dictionary(version(cycle(40, "B"), Optional.of(first))))
                .isSameAs(dictionary(first));
    }

    @Test
    void aDictionaryThatIsMostlyDeadIsRebuiltInItsOldOrder() {
        String[] many = IntStream.range(0, 100).mapToObj(i -> "V" + i).toArray(String[]::new);
        TableSnapshot first = version(cycle(1000, many), Optional.empty());
        TableSnapshot half = version(cycle(1000, Arrays.copyOf(many, 50)), Optional.of(first));
        assertThat(dictionary(half)).isSameAs(dictionary(first));
        TableSnapshot fewer = version(cycle(1000, "V77", "V3", "new"), Optional.of(half));
        assertThat(dictionary(fewer).size()).isEqualTo(3);
        assertThat(dictionary(fewer).value(0)).isEqualTo("V3");
        assertThat(dictionary(fewer).value(1)).isEqualTo("V77");
        assertThat(dictionary(fewer).value(2)).isEqualTo("new");
        assertThat(texts(fewer.column("package"))).isEqualTo(cycle(1000, "V77", "V3", "new"));
    }

    @Test
    void moreValuesThanAQuarterOfTheRowsAreAPoolOfBytes() {
        assertThat(version(cycle(100, "A", "B", "C"), Optional.empty()).column("package"))
                .isInstanceOf(DictionaryColumn.class);
        String[] quarter = IntStream.range(0, 25).mapToObj(i -> "V" + i).toArray(String[]::new);
        TableSnapshot coded = version(cycle(100, quarter), Optional.empty());
        assertThat(coded.column("package")).isInstanceOf(DictionaryColumn.class);
        String[] more = IntStream.range(0, 26).mapToObj(i -> "V" + i).toArray(String[]::new);
        TableSnapshot bytes = version(cycle(100, more), Optional.of(coded));
        assertThat(bytes.column("package")).isInstanceOf(BytesColumn.class);
        assertThat(bytes.column("lot_id")).isInstanceOf(BytesColumn.class);
        TableSnapshot again = version(cycle(100, "A"), Optional.of(bytes));
        assertThat(dictionary(again).size()).isEqualTo(1);
    }

    /** Beyond 255 and 65,535 values a code takes two and four bytes. */
    @Test
    void codesOfEveryWidthTellTheirValues() {
        for (int distinct : new int[] {255, 256, 257, 65_535, 65_536}) {
            var values = new String[distinct];
            Arrays.setAll(values, i -> "V" + i);
            List<@Nullable String> rows = new ArrayList<>(cycle(distinct * 4, values));
            rows.add(null);
            Column column = version(rows, Optional.empty()).column("package");
            assertThat(column).isInstanceOf(DictionaryColumn.class);
            for (int row = 0; row < rows.size(); row++)
                if (!Objects.equals(column.text(row), rows.get(row)))
                    assertThat(column.text(row))
                            .as("%d of %d", row, distinct)
                            .isEqualTo(rows.get(row));
            assertThat(column.isNull(rows.size() - 1)).isTrue();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aChainOfVersionsTellsExactlyWhatWasAppended(long seed) {
        var random = new SplittableRandom(seed);
        Optional<TableSnapshot> previous = Optional.empty();
        for (int version = 0; version < 12; version++) {
            int reach = random.nextInt(1, 120);
            int from = random.nextInt(200);
            List<@Nullable String> rows = new ArrayList<>();
            for (int row = random.nextInt(600); row > 0; row--)
                rows.add(
                        random.nextInt(9) == 0
                                ? null
                                : (random.nextBoolean() ? "v" : "V")
                                        + (from + random.nextInt(reach)));
            TableSnapshot built = version(rows, previous);
            assertThat(texts(built.column("package"))).isEqualTo(rows);
            keepsCodes(previous, built);
            previous = Optional.of(built);
        }
    }

    /** Unless it was rebuilt, which its size shows, a dictionary begins with the former one. */
    private static void keepsCodes(Optional<TableSnapshot> previous, TableSnapshot built) {
        if (previous.isEmpty()
                || !(previous.get().column("package") instanceof DictionaryColumn before)
                || !(built.column("package") instanceof DictionaryColumn after)
                || after.dictionary().size() < before.dictionary().size()) return;
        long moved =
                IntStream.range(0, before.dictionary().size())
                        .filter(code ->
                                !before.dictionary()
                                        .value(code)
                                        .equals(after.dictionary().value(code)))
                        .count();
        assertThat(moved).isZero();
    }
}
