package io.andon.routes.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.cache.index.BitmapIndex;
import io.andon.cache.index.Cube;
import io.andon.cache.index.DerivedIndex;
import io.andon.cache.index.GroupIndex;
import io.andon.cache.index.IndexedSnapshot;
import io.andon.cache.index.OrderIndex;
import io.andon.cache.index.PrimaryKeyIndex;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every index's buckets beside what the database itself counts. */
public final class Sums {
    private static final List<String> COUNTED = List.of("workcenter", "package", "hold_reason");

    private final Factory factory;

    public Sums(Factory factory) {
        this.factory = factory;
    }

    /** Compares a version that was read just now. */
    public void assertAgree(IndexedSnapshot shown) {
        for (DerivedIndex index : shown.indices()) {
            assertThat(index.version()).isEqualTo(shown.version());
            switch (index) {
                case BitmapIndex bitmaps -> assertBitmaps(shown, bitmaps);
                case GroupIndex groups -> assertGroups(shown, groups);
                case Cube cube -> assertCube(shown, cube);
                case OrderIndex order -> assertOrder(shown, order);
                case PrimaryKeyIndex _ -> {} // its rows are the table's, which are compared
            }
        }
    }

    private void assertBitmaps(IndexedSnapshot shown, BitmapIndex bitmaps) {
        var sums = new TreeMap<String, Long>();
        var coded = bitmaps.coded();
        for (int code = 0; code <= coded.dictionary().size(); code++) {
            var rows = bitmaps.rows(code);
            if (rows.isEmpty()) continue;
            sums.put(String.valueOf(coded.text(rows.first())), rows.getLongCardinality());
        }
        assertSum(shown, index(bitmaps), sums);
        String column = bitmaps.name().substring(bitmaps.name().indexOf(':') + 1);
        if (COUNTED.contains(column))
            assertThat(sums)
                    .as(index(bitmaps))
                    .isEqualTo(factory.sums(shown.table().value(), "COUNT(*)", column));
    }

    private void assertGroups(IndexedSnapshot shown, GroupIndex groups) {
        var sums = new TreeMap<String, Long>();
        for (int group = 0; group < groups.groups(); group++)
            sums.put(String.valueOf(groups.value(group)), (long) groups.size(group));
        assertSum(shown, index(groups), sums);
    }

    private void assertCube(IndexedSnapshot shown, Cube cube) {
        var lots = new TreeMap<String, Long>();
        var pieces = new TreeMap<String, Long>();
        List<Cube.Axis> axes = cube.axes();
        List<BitSet> all = axes.stream().map(Sums::all).toList();
        cube.forEach(
                all,
                (codes, cellLots, cellQty) -> {
                    String cell = name(axes.get(0), codes[0]) + "|" + name(axes.get(1), codes[1]);
                    lots.merge(cell, cellLots, Long::sum);
                    pieces.merge(cell, cellQty, Long::sum);
                });
        assertSum(shown, index(cube), lots);
        String by = "workcenter,package";
        assertThat(lots).as(index(cube)).isEqualTo(factory.sums("lots", "COUNT(*)", by));
        assertThat(pieces)
                .as(index(cube))
                .isEqualTo(factory.sums("lots", "COALESCE(SUM(QTY), 0)", by));
    }

    private static void assertOrder(IndexedSnapshot shown, OrderIndex order) {
        var seen = new BitSet();
        order.forEach(
                true,
                row -> {
                    assertThat(seen.get(row)).isFalse();
                    seen.set(row);
                    return true;
                });
        assertThat(seen.cardinality()).as(index(order)).isEqualTo(shown.rowCount());
    }

    private static void assertSum(IndexedSnapshot shown, String name, Map<String, Long> sums) {
        assertThat(sums.values().stream().mapToLong(Long::longValue).sum())
                .as(name)
                .isEqualTo(shown.rowCount());
    }

    private static BitSet all(Cube.Axis axis) {
        var all = new BitSet();
        all.set(0, axis.size());
        return all;
    }

    private static String name(Cube.Axis axis, int code) {
        var values = axis.coded().dictionary();
        return code < values.size() ? values.value(code) : "null";
    }

    private static String index(DerivedIndex index) {
        return "buckets of " + index.name();
    }
}
