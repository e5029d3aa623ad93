package io.andon.cache.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.andon.cache.DegradedCode;
import io.andon.cache.column.DictionaryColumn;
import io.andon.cache.oracle.CodePoints;
import io.andon.cache.oracle.LotRow;
import io.andon.cache.oracle.LotRows;
import io.andon.cache.oracle.Lots;
import io.andon.cache.oracle.NaiveLot;
import io.andon.cache.oracle.Plants;
import io.andon.cache.query.Count;
import io.andon.cache.schema.TableName;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: every index holds every row once, where a scan of plain rows says. */
final class IndexOracleTest {
    private static final List<String> FILTERS =
            List.of(
                    "workcenter",
                    "package",
                    "product",
                    "status",
                    "hold_type",
                    "hold_reason",
                    "customer",
                    "is_hot");

    static LongStream seeds() {
        return LongStream.range(0, 80);
    }

    private static List<NaiveLot> naive(List<LotRow> rows) {
        return rows.stream().map(NaiveLot::new).toList();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void bitmapsHoldEveryRowUnderItsValueAlone(long seed) {
        List<LotRow> rows = LotRows.seeded(seed);
        List<NaiveLot> naive = naive(rows);
        IndexedSnapshot lots = Lots.indexed(rows);
        for (String column : FILTERS) {
            BitmapIndex index = lots.bitmap(column).orElseThrow();
            long sum = 0;
            int values = index.coded().dictionary().size();
            for (int code = 0; code <= values; code++) {
                String value = code == values ? null : index.coded().dictionary().value(code);
                int[] expected =
                        IntStream.range(0, rows.size())
                                .filter(row -> Objects.equals(naive.get(row).text(column), value))
                                .toArray();
                assertThat(index.rows(code).toArray()).as(column).isEqualTo(expected);
                sum += index.rows(code).getLongCardinality();
            }
            assertThat(sum).as(column).isEqualTo(rows.size());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void cubesHoldEveryRowInOneCell(long seed) {
        List<LotRow> rows = LotRows.seeded(seed);
        IndexedSnapshot lots = Lots.indexed(rows);
        for (Cube cube : List.of(lots.wipCube().orElseThrow(), lots.holdCube().orElseThrow())) {
            List<Cube.Axis> axes = cube.axes().subList(0, cube.axes().size() - 1);
            Map<List<Optional<String>>, Count> expected = new HashMap<>();
            for (NaiveLot lot : naive(rows)) {
                List<Optional<String>> at = new ArrayList<>();
                axes.forEach(axis -> at.add(Optional.ofNullable(lot.text(axis.column()))));
                at.add(Optional.of(lot.dummy() ? "true" : "false"));
                expected.merge(at, new Count(1, lot.qty()), Count::plus);
            }
            Map<List<Optional<String>>, Count> found = new HashMap<>();
            cube.forEach(
                    all(cube),
                    (codes, count, qty) ->
                            found.merge(names(cube, codes), new Count(count, qty), Count::plus));
            assertThat(found).isEqualTo(expected);
            assertThat(found.values().stream().mapToLong(Count::lots).sum()).isEqualTo(rows.size());
        }
    }

    private static List<BitSet> all(Cube cube) {
        List<BitSet> all = new ArrayList<>();
        for (Cube.Axis axis : cube.axes()) {
            var codes = new BitSet();
            codes.set(0, axis.size());
            all.add(codes);
        }
        return all;
    }

    private static List<Optional<String>> names(Cube cube, int[] codes) {
        List<Optional<String>> names = new ArrayList<>();
        for (int axis = 0; axis < codes.length; axis++) {
            DictionaryColumn coded = cube.axes().get(axis).coded();
            names.add(
                    codes[axis] == coded.dictionary().size()
                            ? Optional.empty()
                            : Optional.of(coded.dictionary().value(codes[axis])));
        }
        return names;
    }

    @Test
    void aCubeTooLargeToLayOutHoldsOnlyWhatOccurs() {
        List<LotRow> rows = new ArrayList<>();
        for (int i = 0; i < 3000; i++) rows.add(LotRow.of("L" + i, "W" + i, "P" + i % 999, i));
        Cube cube = Lots.indexed(rows).wipCube().orElseThrow();
        assertThat(cube.isDense()).isFalse();
        var sum = new long[2];
        cube.forEach(
                all(cube),
                (_, count, qty) -> {
                    sum[0] += count;
                    sum[1] += qty;
                });
        assertThat(sum).containsExactly(3000, 3000L * 2999 / 2);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void ordersAreThoseOfANaiveSort(long seed) {
        List<LotRow> rows = LotRows.seeded(seed);
        List<NaiveLot> naive = naive(rows);
        IndexedSnapshot lots = Lots.indexed(rows);
        Comparator<Integer> byKey =
                Comparator.comparing(row -> new CodePoints(naive.get(row).id()));
        assertThat(visited(lots.keyOrder().orElseThrow(), false))
                .isEqualTo(sorted(rows.size(), byKey));
        for (boolean descending : new boolean[] {false, true}) {
            Comparator<Integer> byAge =
                    (a, b) -> {
                        Double x = naive.get(a).age();
                        Double y = naive.get(b).age();
                        if (x == null || y == null) return Boolean.compare(x == null, y == null);
                        return descending ? Double.compare(y, x) : Double.compare(x, y);
                    };
            assertThat(visited(lots.ageOrder().orElseThrow(), descending))
                    .isEqualTo(sorted(rows.size(), byAge.thenComparing(byKey)));
        }
    }

    private static List<Integer> sorted(int rows, Comparator<Integer> by) {
        return IntStream.range(0, rows).boxed().sorted(by).toList();
    }

    private static List<Integer> visited(OrderIndex order, boolean descending) {
        List<Integer> visited = new ArrayList<>();
        order.forEach(descending, visited::add);
        return visited;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void prefixesFindWhatBeginsWithThem(long seed) {
        List<LotRow> rows = LotRows.seeded(seed);
        List<NaiveLot> naive = naive(rows);
        OrderIndex order = Lots.indexed(rows).keyOrder().orElseThrow();
        for (String prefix : List.of("", "A", "a", "DefM", "DefMEt_", "晶", "😀", "zzz", "é")) {
            OrderIndex.Range range = order.prefix(prefix);
            assertThat(IntStream.range(range.from(), range.to()).map(order::row).sorted().toArray())
                    .as(prefix)
                    .isEqualTo(
                            IntStream.range(0, rows.size())
                                    .filter(row -> naive.get(row).id().startsWith(prefix))
                                    .toArray());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void keysFindTheirRowsAndNothingElseDoes(long seed) {
        List<LotRow> rows = LotRows.seeded(seed);
        PrimaryKeyIndex index = Lots.indexed(rows).primaryKey().orElseThrow();
        Map<String, Integer> oracle = new HashMap<>();
        for (int row = 0; row < rows.size(); row++)
            oracle.put(new NaiveLot(rows.get(row)).id(), row);
        oracle.forEach((id, row) -> assertThat(index.rowOf(id)).as(id).hasValue(row));
        for (String id : List.copyOf(oracle.keySet())) {
            assertThat(index.rowOf(id + " ")).isEmpty();
            assertThat(index.rowOf(id + "~").isPresent()).isEqualTo(oracle.containsKey(id + "~"));
        }
        assertThat(index.rowCount()).isEqualTo(rows.size());
    }

    @Test
    void twinsByCaseAndLeadingZerosStayApart() {
        IndexedSnapshot lots =
                Lots.indexed(
                        List.of(
                                LotRow.of("DefMEt_FE_118", "W", "P", 1),
                                LotRow.of("DefMet_FE_118", "W", "P", 2),
                                LotRow.of("007", "W", "p", 3),
                                LotRow.of("7", "w", "P", 4)));
        assertThat(lots.primaryKey().orElseThrow().rowOf("DefMet_FE_118")).hasValue(1);
        assertThat(lots.primaryKey().orElseThrow().rowOf("7")).hasValue(3);
        assertThat(lots.coded("workcenter").dictionary().size()).isEqualTo(2);
    }

    @Test
    void repeatedKeysRefuseTheVersionAndAreCountedButNotNamed() {
        List<LotRow> rows =
                List.of(
                        LotRow.of("SECRET", "W", "P", 1),
                        LotRow.of(" SECRET ", "W", "P", 2),
                        LotRow.of("SECRET  ", "W", "P", 3),
                        LotRow.of("B", "W", "P", 4));
        assertThatExceptionOfType(DuplicateKeyException.class)
                .isThrownBy(() -> Lots.indexed(rows))
                .withMessageNotContaining("SECRET")
                .satisfies(refused -> {
                    assertThat(refused.duplicates()).isEqualTo(2);
                    assertThat(refused.rows()).isEqualTo(4);
                    assertThat(refused.table()).isEqualTo(TableName.LOTS);
                    assertThat(refused.code()).isEqualTo(DegradedCode.SOURCE_DUPLICATE_KEY);
                });
    }

    @Test
    void everyIndexCarriesItsVersionTimeAndBytes() {
        var ticks = new long[1];
        IndexedSnapshot lots = Lots.indexed(LotRows.seeded(8, 200), 42);
        assertThat(lots.indices())
                .extracting(DerivedIndex::name)
                .contains("primary-key", "order:key", "order:age", "cube:wip", "cube:hold")
                .contains("bitmap:workcenter", "bitmap:customer", "bitmap:is_hot")
                .doesNotHaveDuplicates();
        assertThat(lots.indices())
                .allSatisfy(index -> {
                    assertThat(index.version()).isEqualTo(42);
                    assertThat(index.bytes()).isPositive();
                    assertThat(index.buildTime()).isPositive();
                });
        assertThat(lots.bytes()).isGreaterThan(lots.snapshot().bytes());
        IndexedSnapshot again =
                IndexBuilder.index(lots.snapshot(), Plants.full(), () -> ticks[0] += 1_000);
        assertThat(again.indices())
                .allSatisfy(index -> assertThat(index.buildTime().toNanos()).isEqualTo(1_000));
    }

    @Test
    void lotsThatWereNotDerivedAreRefused() {
        var raw = Lots.snapshot(LotRows.seeded(8, 20), 1, Optional.empty());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IndexBuilder.index(raw, Plants.full(), System::nanoTime));
    }
}
