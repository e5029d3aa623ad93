package io.andon.cache.query;

import io.andon.cache.column.DictionaryColumn;
import io.andon.cache.column.DoubleColumn;
import io.andon.cache.index.Cube;
import io.andon.cache.index.IndexedSnapshot;
import io.andon.cache.plant.LotStatus;
import io.andon.cache.plant.Plant;
import io.andon.cache.snapshot.LotDerivation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import org.roaringbitmap.IntConsumer;
import org.roaringbitmap.RoaringBitmap;

/**
 * Questions about the lots of one version. Threads: any; cheap to make, and worth keeping with the
 * version. Figures whose filter asks only of a cube's columns come from the cube.
 */
public final class LotQueries {
    /** Below this share of all rows, sorting what was found beats walking an order of all rows. */
    private static final int WALK_RATIO = 64;

    private final IndexedSnapshot lots;
    private final LotColumns columns;
    private final LotSelection selection;
    private final WorkcenterOrders orders;
    private final RowOrders sorted;

    public LotQueries(IndexedSnapshot lots, Plant plant) {
        this.lots = lots;
        columns = new LotColumns(lots);
        selection = new LotSelection(lots);
        sorted = new RowOrders(lots);
        orders =
                WorkcenterOrders.over(
                        columns.workcenters, lots.snapshot().find(LotDerivation.WORKCENTER_ORDER));
    }

    public Summary summary(LotFilter filter) {
        var fold = new SummaryFold();
        Cube cube = lots.wipCube().orElseThrow();
        Optional<List<BitSet>> cells = selection.cells(cube, filter, false);
        if (cells.isPresent())
            cube.forEach(
                    cells.get(),
                    (codes, count, qty) ->
                            fold.add(
                                    columns.statusOf(codes[2]),
                                    columns.holdTypeOf(codes[3]),
                                    count,
                                    qty));
        else
            forEachRow(
                    filter,
                    row ->
                            fold.add(
                                    columns.status(row),
                                    columns.holdType(row),
                                    1,
                                    columns.qty(row)));
        return fold.toSummary();
    }

    public Matrix matrix(LotFilter filter) {
        var fold = new MatrixFold(columns.workcenters.dictionary(), columns.packages.dictionary());
        Cube cube = lots.wipCube().orElseThrow();
        Optional<List<BitSet>> cells = selection.cells(cube, filter, false);
        if (cells.isPresent())
            cube.forEach(
                    cells.get(),
                    (codes, count, qty) ->
                            fold.add(
                                    codes[0],
                                    codes[1],
                                    count,
                                    qty,
                                    columns.statusOf(codes[2]) == LotStatus.HOLD));
        else
            forEachRow(
                    filter,
                    row ->
                            fold.add(
                                    columns.workcenters.code(row),
                                    columns.packages.code(row),
                                    1,
                                    columns.qty(row),
                                    columns.status(row) == LotStatus.HOLD));
        return fold.toMatrix(orders);
    }

    /** Held lots, dummies left out, of every workcenter that has any lots. */
    Map<Optional<String>, Long> heldByWorkcenter() {
        Cube cube = lots.wipCube().orElseThrow();
        Map<Optional<String>, Long> held = new HashMap<>();
        cube.forEach(
                selection.cells(cube, LotFilter.NONE, false).orElseThrow(),
                (codes, count, _) ->
                        held.merge(
                                Optional.ofNullable(
                                        Names.of(columns.workcenters.dictionary(), codes[0])),
                                columns.statusOf(codes[2]) == LotStatus.HOLD ? count : 0,
                                Long::sum));
        return held;
    }

    /** Of the lots on HOLD alone, whatever the filter says of the status. */
    public HoldPareto holdPareto(LotFilter filter) {
        var fold = new HoldFold(columns.reasons.dictionary());
        Cube cube = lots.holdCube().orElseThrow();
        Optional<List<BitSet>> cells = selection.cells(cube, filter, true);
        if (cells.isPresent())
            cube.forEach(
                    cells.get(),
                    (codes, count, qty) ->
                            fold.add(codes[3], columns.holdTypeOf(codes[2]), count, qty));
        else
            forEachRow(
                    filter,
                    row ->
                            fold.add(
                                    columns.reasons.code(row),
                                    columns.holdType(row),
                                    1,
                                    columns.qty(row)));
        return fold.toPareto();
    }

    /** Lots by age: every bucket, the unknown one last. */
    public List<AgeCount> ages(LotFilter filter) {
        var totals = new CodeTotals(AgeBucket.values().length);
        var ages = (DoubleColumn) lots.snapshot().column(LotDerivation.AGE_DAYS);
        forEachRow(
                filter,
                row ->
                        totals.add(
                                AgeBucket.of(ages.isNull(row) ? null : ages.at(row)).code(),
                                1,
                                columns.qty(row)));
        List<AgeCount> counts = new ArrayList<>();
        for (AgeBucket bucket : AgeBucket.values())
            counts.add(new AgeCount(bucket, totals.lots(bucket.code()), totals.qty(bucket.code())));
        return List.copyOf(counts);
    }

    /**
     * One page, counted from 1; a page beyond the last is empty.
     *
     * @throws IllegalArgumentException if the sort names a column that the table has not, or page
     *     or size is below 1
     */
    public LotPage page(LotFilter filter, Sort sort, int page, int pageSize) {
        var paging = new Paging(page, pageSize);
        sort.keys().forEach(this::requireColumn);
        RoaringBitmap rows = selection.rows(filter);
        long total = rows.getLongCardinality();
        int[] cut =
                total * WALK_RATIO > lots.rowCount()
                        ? walk(rows, sort, paging)
                        : paging.cut(
                                rows.toArray(),
                                RowOrder.of(
                                        sort,
                                        lots.snapshot()::find,
                                        lots.snapshot().column(LotColumns.LOT_ID)));
        return new LotPage(cut, page, pageSize, total, paging.pages(total));
    }

    private void requireColumn(Sort.Key by) {
        if (lots.snapshot().find(by.column()).isEmpty())
            throw new IllegalArgumentException("no column '" + by.column() + "'");
    }

    /** Walks all rows as sorted and takes those wanted that fall on the page. */
    private int[] walk(RoaringBitmap rows, Sort sort, Paging paging) {
        var cut = new int[paging.sizeOf(rows.getLongCardinality())];
        if (cut.length == 0) return cut;
        var seen = new long[1];
        forEachSorted(
                sort,
                row -> {
                    if (!rows.contains(row)) return true;
                    long at = seen[0]++ - paging.from();
                    if (at >= 0) cut[(int) at] = row;
                    return at + 1 < cut.length;
                });
        return cut;
    }

    private void forEachSorted(Sort sort, IntPredicate visitor) {
        List<Sort.Key> keys = sort.keys();
        if (keys.isEmpty()) lots.keyOrder().orElseThrow().forEach(false, visitor);
        else if (keys.getFirst().column().equals(LotColumns.LOT_ID))
            lots.keyOrder().orElseThrow().forEach(keys.getFirst().descending(), visitor);
        else if (byAge(keys))
            lots.ageOrder().orElseThrow().forEach(keys.getFirst().descending(), visitor);
        else for (int row : sorted.by(sort)) if (!visitor.test(row)) return;
    }

    /** Whether the age order answers: by age, ties by key alone. */
    private static boolean byAge(List<Sort.Key> keys) {
        return keys.getFirst().column().equals(LotDerivation.AGE_DAYS)
                && (keys.size() == 1 || keys.get(1).equals(new Sort.Key(LotColumns.LOT_ID, false)));
    }

    /** The row of a lot, which may be a dummy; the id matches exactly. */
    public OptionalInt rowOf(String lotId) {
        return lots.primaryKey().orElseThrow().rowOf(lotId);
    }

    /** The values that a filter column may take, with the lots that all other columns leave. */
    public List<Option> options(String column, LotFilter filter) {
        DictionaryColumn coded = lots.coded(column);
        Map<String, List<Optional<String>>> others = new HashMap<>(filter.values());
        others.remove(column);
        var totals = new CodeTotals(coded.dictionary().size() + 1);
        forEachRow(
                new LotFilter(others, filter.includeDummy()),
                row -> totals.add(coded.code(row), 1, 0));
        return totals.options(coded.dictionary());
    }

    private void forEachRow(LotFilter filter, IntConsumer visitor) {
        selection.rows(filter).forEach(visitor);
    }
}
