package io.andon.cache.query;

import io.andon.cache.index.BitmapIndex;
import io.andon.cache.index.Cube;
import io.andon.cache.index.IndexedSnapshot;
import io.andon.cache.index.OrderIndex;
import io.andon.cache.plant.LotStatus;
import io.andon.cache.snapshot.LotDerivation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import org.roaringbitmap.IntConsumer;
import org.roaringbitmap.RoaringBitmap;

/** Finds the lots that a filter means: as cells of a cube where its columns allow, else as rows. */
final class LotSelection {
    private static final Set<String> WILDCARD_COLUMNS =
            Set.of(LotColumns.LOT_ID, "workorder", "product");

    private final IndexedSnapshot lots;

    LotSelection(IndexedSnapshot lots) {
        this.lots = lots;
    }

    /**
     * The codes that a filter accepts on every axis, or empty if it asks of other columns. The
     * status goes by the hold type on a cube without one: no type is not held.
     */
    Optional<List<BitSet>> cells(Cube cube, LotFilter filter, boolean heldOnly) {
        Map<String, List<Optional<String>>> rest = new LinkedHashMap<>(filter.values());
        if (heldOnly && cube.axisOf(LotDerivation.STATUS) < 0) rest.remove(LotDerivation.STATUS);
        boolean covered = rest.keySet().stream().allMatch(column -> cube.axisOf(column) >= 0);
        if (!covered) return Optional.empty();
        List<BitSet> accepted = new ArrayList<>();
        for (Cube.Axis axis : cube.axes()) {
            BitSet codes = codes(axis, filter);
            if (heldOnly && axis.column().equals(LotDerivation.HOLD_TYPE)) {
                codes.clear(axis.size() - 1);
                if (!meansHeld(filter)) codes.clear();
            }
            accepted.add(codes);
        }
        if (!filter.includeDummy()) accepted.getLast().clear(1);
        return Optional.of(accepted);
    }

    private static BitSet codes(Cube.Axis axis, LotFilter filter) {
        List<Optional<String>> values = filter.values().get(axis.column());
        if (values != null) return Wanted.of(values, false).codes(axis.coded());
        var all = new BitSet(axis.size());
        all.set(0, axis.size());
        return all;
    }

    private static boolean meansHeld(LotFilter filter) {
        List<Optional<String>> statuses = filter.values().get(LotDerivation.STATUS);
        return statuses == null || statuses.contains(Optional.of(LotStatus.HOLD.name()));
    }

    /** The rows that a filter means, as a bitmap of the caller's own. */
    RoaringBitmap rows(LotFilter filter) {
        RoaringBitmap rows = RoaringBitmap.bitmapOfRange(0L, lots.rowCount());
        Map<String, Wanted> unindexed = new LinkedHashMap<>();
        filter.values()
                .forEach((column, values) -> {
                    var wanted = Wanted.of(values, WILDCARD_COLUMNS.contains(column));
                    Optional<RoaringBitmap> found = indexed(column, wanted);
                    if (found.isPresent()) rows.and(found.get());
                    else unindexed.put(column, wanted);
                });
        if (!filter.includeDummy()) lots.dummies().ifPresent(dummy -> rows.andNot(dummy.rows(1)));
        RoaringBitmap left = rows;
        for (var each : unindexed.entrySet()) left = scan(left, each.getKey(), each.getValue());
        return left;
    }

    private Optional<RoaringBitmap> indexed(String column, Wanted wanted) {
        Optional<BitmapIndex> bitmap = lots.bitmap(column);
        if (bitmap.isPresent())
            return bitmap.map(index -> index.union(wanted.codes(index.coded())));
        return column.equals(LotColumns.LOT_ID) ? byId(wanted) : Optional.empty();
    }

    /** By key and by prefix; any other pattern needs a scan. */
    private Optional<RoaringBitmap> byId(Wanted wanted) {
        if (!wanted.patterns().stream().allMatch(each -> each.prefix().isPresent()))
            return Optional.empty();
        var rows = new RoaringBitmap();
        for (String id : wanted.exact())
            lots.primaryKey().orElseThrow().rowOf(id).ifPresent(rows::add);
        OrderIndex order = lots.keyOrder().orElseThrow();
        for (Wildcard pattern : wanted.patterns()) {
            OrderIndex.Range range = order.prefix(pattern.prefix().orElseThrow());
            for (int i = range.from(); i < range.to(); i++) rows.add(order.row(i));
        }
        return Optional.of(rows);
    }

    private RoaringBitmap scan(RoaringBitmap candidates, String column, Wanted wanted) {
        IntPredicate accepts = wanted.rows(lots.snapshot().find(column));
        var rows = new RoaringBitmap();
        candidates.forEach(
                (IntConsumer)
                        row -> {
                            if (accepts.test(row)) rows.add(row);
                        });
        return rows;
    }
}
