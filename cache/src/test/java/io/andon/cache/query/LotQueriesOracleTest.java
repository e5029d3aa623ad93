package io.andon.cache.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.andon.cache.index.IndexedSnapshot;
import io.andon.cache.oracle.LotFilters;
import io.andon.cache.oracle.LotRow;
import io.andon.cache.oracle.LotRows;
import io.andon.cache.oracle.Lots;
import io.andon.cache.oracle.NaiveLot;
import io.andon.cache.oracle.NaiveLots;
import io.andon.cache.oracle.Plants;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: every question is answered as looking at every lot would. Method: seeded tables. */
final class LotQueriesOracleTest {
    private static final List<String> SORTABLE =
            List.of(
                    "age_days",
                    "age_days",
                    "lot_id",
                    "qty",
                    "workcenter",
                    "product",
                    "hold_reason",
                    "moved_in_at",
                    "is_hot",
                    "status");

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void figuresAgreeWithANaiveScan(long seed) {
        List<LotRow> rows = LotRows.seeded(seed);
        var naive = new NaiveLots(rows);
        var queries = new LotQueries(Lots.indexed(rows), Plants.full());
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 40; i++) {
            LotFilter filter = i == 0 ? LotFilter.NONE : LotFilters.seeded(random, rows);
            assertThat(queries.summary(filter)).as("%s", filter).isEqualTo(naive.summary(filter));
            assertThat(queries.matrix(filter)).as("%s", filter).isEqualTo(naive.matrix(filter));
            assertThat(queries.holdPareto(filter))
                    .as("%s", filter)
                    .isEqualTo(naive.holdPareto(filter));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void pagesAgreeWithANaiveSort(long seed) {
        List<LotRow> rows = LotRows.seeded(seed);
        var naive = new NaiveLots(rows);
        IndexedSnapshot lots = Lots.indexed(rows);
        var queries = new LotQueries(lots, Plants.full());
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 40; i++) {
            LotFilter filter = i < 4 ? LotFilter.NONE : LotFilters.seeded(random, rows);
            Sort sort = sort(random);
            int size = random.nextInt(1, 60);
            int page = random.nextInt(1, 5);
            List<String> expected = naive.sorted(filter, sort);

            LotPage found = queries.page(filter, sort, page, size);

            assertThat(ids(lots, found.rows()))
                    .as("%s by %s, page %d of %d", filter, sort, page, size)
                    .isEqualTo(expected.stream().skip((page - 1L) * size).limit(size).toList());
            assertThat(found.total()).isEqualTo(expected.size());
            assertThat(found.totalPages()).isEqualTo((expected.size() + size - 1) / size);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anOrderThatIsKeptAnswersEveryFilterAndPage(long seed) {
        List<LotRow> rows = LotRows.seeded(seed);
        var naive = new NaiveLots(rows);
        IndexedSnapshot lots = Lots.indexed(rows);
        var queries = new LotQueries(lots, Plants.full());
        var random = new SplittableRandom(seed);
        List<Sort> sorts = new ArrayList<>();
        for (String column : new LinkedHashSet<>(SORTABLE)) {
            sorts.add(by(column, false));
            sorts.add(by(column, true));
            sorts.add(sort(random));
        }
        for (int round = 0; round < 3; round++) {
            LotFilter filter =
                    round == 0 ? new LotFilter(Map.of(), true) : LotFilters.seeded(random, rows);
            for (Sort sort : sorts) {
                List<String> expected = naive.sorted(filter, sort);
                int size = random.nextInt(1, 60);
                for (int page : new int[] {1, 1, 2}) {
                    int[] found = queries.page(filter, sort, page, size).rows();
                    assertThat(ids(lots, found))
                            .as("%s by %s, page %d of %d", filter, sort, page, size)
                            .isEqualTo(
                                    expected.stream()
                                            .skip((page - 1L) * size)
                                            .limit(size)
                                            .toList());
                }
            }
        }
    }

    @Test
    void pagesAskedAtOnceAgreeWhileOrdersAreDropped() {
        List<LotRow> rows = LotRows.seeded(7, 2_000);
        var naive = new NaiveLots(rows);
        IndexedSnapshot lots = Lots.indexed(rows);
        var queries = new LotQueries(lots, Plants.full());
        List<Sort> sorts =
                SORTABLE.stream()
                        .distinct()
                        .flatMap(column -> Stream.of(by(column, false), by(column, true)))
                        .toList();
        Map<Sort, List<String>> expected = new HashMap<>();
        for (Sort sort : sorts)
            expected.put(sort, naive.sorted(LotFilter.NONE, sort).subList(50, 100));
        IntStream.range(0, 400)
                .parallel()
                .forEach(i -> {
                    Sort sort = sorts.get(i * 7 % sorts.size());
                    int[] found = queries.page(LotFilter.NONE, sort, 2, 50).rows();
                    assertThat(ids(lots, found)).isEqualTo(expected.get(sort));
                });
    }

    @Test
    void aSortByAColumnThatIsNotThereIsRefusedEveryTime() {
        var queries = new LotQueries(Lots.indexed(LotRows.seeded(8, 100)), Plants.full());
        for (int i = 0; i < 2; i++)
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> queries.page(LotFilter.NONE, by("no_such", false), 1, 10));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void agesAndOptionsAgreeWithANaiveScan(long seed) {
        List<LotRow> rows = LotRows.seeded(seed);
        var naive = new NaiveLots(rows);
        var queries = new LotQueries(Lots.indexed(rows), Plants.full());
        LotFilter filter = LotFilters.seeded(new SplittableRandom(seed), rows);
        var buckets = new long[5];
        for (NaiveLot lot : naive.matching(filter)) {
            Double age = lot.age();
            buckets[age == null ? 4 : age < 1 ? 0 : age < 3 ? 1 : age < 7 ? 2 : 3]++;
        }
        assertThat(queries.ages(filter))
                .extracting(AgeCount::lots)
                .containsExactly(buckets[0], buckets[1], buckets[2], buckets[3], buckets[4]);

        var others = new HashMap<>(filter.values());
        others.remove("package");
        List<NaiveLot> left = naive.matching(new LotFilter(others, filter.includeDummy()));
        assertThat(queries.options("package", filter))
                .allSatisfy(option ->
                        assertThat(option.count())
                                .isEqualTo(
                                        left.stream()
                                                .filter(lot ->
                                                        Objects.equals(
                                                                lot.text("package"),
                                                                option.value()))
                                                .count()))
                .hasSize(
                        (int)
                                left.stream()
                                        .map(lot -> Optional.ofNullable(lot.text("package")))
                                        .distinct()
                                        .count());
    }

    @Test
    void everyLotIsFoundByItsTrimmedIdAndNoOther() {
        List<LotRow> rows = LotRows.seeded(4, 300);
        IndexedSnapshot lots = Lots.indexed(rows);
        var queries = new LotQueries(lots, Plants.full());
        for (int row = 0; row < rows.size(); row++)
            assertThat(queries.rowOf(new NaiveLot(rows.get(row)).id())).hasValue(row);
        assertThat(queries.rowOf("")).isEmpty();
        assertThat(queries.rowOf("nobody")).isEmpty();
    }

    @Test
    void aPageFarBeyondTheLastIsEmptyAndDoesNotOverflow() {
        var queries = new LotQueries(Lots.indexed(LotRows.seeded(5, 100)), Plants.full());
        for (Sort sort : List.of(Sort.BY_KEY, by("age_days", true), by("qty", false))) {
            LotPage page = queries.page(LotFilter.NONE, sort, Integer.MAX_VALUE, Integer.MAX_VALUE);
            assertThat(page.rows()).isEmpty();
            assertThat(page.totalPages()).isEqualTo(1);
            assertThat(queries.page(LotFilter.NONE, sort, Integer.MAX_VALUE, 500).rows()).isEmpty();
        }
    }

    @Test
    void anEmptyValueMeansNull() {
        assertThat(new LotFilter(Map.of("package", List.of(Optional.of(""))), false))
                .isEqualTo(new LotFilter(Map.of("package", List.of(Optional.empty())), false));
    }

    @Test
    void matrixAndSummaryOfAMillionLotsAgreeWithCountingThem() {
        List<LotRow> rows = new ArrayList<>(LotRows.seeded(6, 1_000_000));
        IndexedSnapshot lots = Lots.indexed(rows);
        var queries = new LotQueries(lots, Plants.full());
        var naive = new NaiveLots(rows);
        var all = new LotFilter(Map.of(), true);
        assertThat(queries.summary(all)).isEqualTo(naive.summary(all));
        assertThat(queries.summary(all).lots()).isEqualTo(1_000_000);
        LotFilter product = new LotFilter(Map.of("product", List.of(Optional.of("P1*"))), false);
        assertThat(queries.summary(product)).isEqualTo(naive.summary(product));
        assertThat(queries.matrix(product).total().lots())
                .isEqualTo(naive.matching(product).size());
        LotPage page = queries.page(product, by("age_days", true), 3, 100);
        List<String> expected = naive.sorted(product, by("age_days", true));
        assertThat(ids(lots, page.rows())).isEqualTo(expected.subList(200, 300));
        for (int row = 0; row < rows.size(); row += 997)
            assertThat(queries.rowOf(new NaiveLot(rows.get(row)).id())).hasValue(row);
    }

    private static Sort sort(SplittableRandom random) {
        List<Sort.Key> keys = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--)
            keys.add(
                    new Sort.Key(
                            SORTABLE.get(random.nextInt(SORTABLE.size())), random.nextBoolean()));
        return new Sort(keys);
    }

    private static Sort by(String column, boolean descending) {
        return new Sort(List.of(new Sort.Key(column, descending)));
    }

    private static List<String> ids(IndexedSnapshot lots, int[] rows) {
        return Arrays.stream(rows)
                .mapToObj(row -> String.valueOf(lots.snapshot().column("lot_id").text(row)))
                .toList();
    }
}
