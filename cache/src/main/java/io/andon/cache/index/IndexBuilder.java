package io.andon.cache.index;

import io.andon.cache.column.BytesColumn;
import io.andon.cache.column.Column;
import io.andon.cache.column.DictionaryColumn;
import io.andon.cache.column.DoubleColumn;
import io.andon.cache.column.LongColumn;
import io.andon.cache.plant.Plant;
import io.andon.cache.schema.CanonicalTables;
import io.andon.cache.schema.TableName;
import io.andon.cache.snapshot.LotDerivation;
import io.andon.cache.snapshot.TableSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/** Builds every index of a version. Pure, apart from the clock that measures it. */
public final class IndexBuilder {
    private static final String DUMMY_MARK = "DUMMY";
    private static final Map<TableName, List<String>> FILTERS =
            Map.of(
                    TableName.LOTS,
                    List.of(
                            "workcenter",
                            "package",
                            "product",
                            LotDerivation.STATUS,
                            LotDerivation.HOLD_TYPE,
                            "hold_reason"),
                    TableName.RESOURCES,
                    List.of("workcenter", "family", "category", "location"));

    private final TableSnapshot snapshot;
    private final LongSupplier nanoClock;
    private final List<DerivedIndex> indices = new ArrayList<>();

    private IndexBuilder(TableSnapshot snapshot, LongSupplier nanoClock) {
        this.snapshot = snapshot;
        this.nanoClock = nanoClock;
    }

    /**
     * The version with its indices. Lots must have been through {@link LotDerivation}.
     *
     * @throws DuplicateKeyException if a keyed table repeats a key
     */
    public static IndexedSnapshot index(
            TableSnapshot snapshot, Plant plant, LongSupplier nanoClock) {
        var builder = new IndexBuilder(snapshot, nanoClock);
        builder.keyOrGroup();
        builder.bitmaps(plant);
        if (snapshot.table().equals(TableName.LOTS)) builder.lots();
        return new IndexedSnapshot(snapshot, builder.indices);
    }

    private void keyOrGroup() {
        CanonicalTables.of(snapshot.table())
                .ifPresent(canon -> {
                    canon.key().ifPresent(this::keyed);
                    canon.groupBy().ifPresent(this::grouped);
                });
    }

    private void keyed(String key) {
        if (!(snapshot.column(key) instanceof BytesColumn keys))
            throw new IllegalArgumentException("key column '" + key + "' is not a pool of bytes");
        indices.add(PrimaryKeyIndex.over(snapshot.table(), keys, watch(IndexNames.PRIMARY_KEY)));
        indices.add(OrderIndex.byKey(keys, watch(IndexNames.KEY_ORDER)));
    }

    private void grouped(String column) {
        indices.add(GroupIndex.over(snapshot.column(column), watch(IndexNames.GROUP)));
    }

    private void bitmaps(Plant plant) {
        Set<String> columns = new LinkedHashSet<>();
        columns.addAll(FILTERS.getOrDefault(snapshot.table(), List.of()));
        columns.addAll(plant.filters(snapshot.table()));
        for (String name : columns)
            snapshot.find(name)
                    .ifPresent(column ->
                            indices.add(BitmapIndex.over(column, watch(IndexNames.BITMAP + name))));
    }

    private void lots() {
        if (!(snapshot.find(LotDerivation.AGE_DAYS).orElse(null) instanceof DoubleColumn ages)
                || snapshot.find(LotDerivation.HOLD_TYPE).isEmpty())
            throw new IllegalArgumentException("lots are not derived");
        indices.add(OrderIndex.byNumber(ages, keyOrder(), watch(IndexNames.AGE_ORDER)));
        DictionaryColumn dummies = dummies();
        indices.add(BitmapIndex.over(dummies, watch(IndexNames.BITMAP + IndexNames.DUMMY)));
        var dummy = new Cube.Axis(IndexNames.DUMMY, dummies);
        cube(
                IndexNames.WIP_CUBE,
                List.of(
                        axis("workcenter"),
                        axis("package"),
                        axis(LotDerivation.STATUS),
                        axis(LotDerivation.HOLD_TYPE),
                        dummy));
        cube(
                IndexNames.HOLD_CUBE,
                List.of(
                        axis("workcenter"),
                        axis("package"),
                        axis(LotDerivation.HOLD_TYPE),
                        axis("hold_reason"),
                        dummy));
    }

    private void cube(String name, List<Cube.Axis> axes) {
        LongColumn qty =
                snapshot.find("qty").orElse(null) instanceof LongColumn pieces ? pieces : null;
        indices.add(Cube.over(axes, snapshot.rowCount(), qty, watch(name)));
    }

    private Cube.Axis axis(String column) {
        return new Cube.Axis(column, new IndexedSnapshot(snapshot, indices).coded(column));
    }

    private OrderIndex keyOrder() {
        return new IndexedSnapshot(snapshot, indices).keyOrder().orElseThrow();
    }

    /** Which lots are dummies: code 1; the others code 0. */
    private DictionaryColumn dummies() {
        Column ids = snapshot.column("lot_id");
        var codes = new int[ids.rowCount()];
        for (int row = 0; row < codes.length; row++) {
            String id = ids.text(row);
            codes[row] = id != null && id.contains(DUMMY_MARK) ? 1 : 0;
        }
        return DictionaryColumn.of(List.of("false", "true"), codes);
    }

    private Built.Watch watch(String name) {
        return Built.Watch.start(name, snapshot.version(), nanoClock);
    }
}
