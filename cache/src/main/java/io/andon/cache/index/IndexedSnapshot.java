package io.andon.cache.index;

import io.andon.cache.column.Column;
import io.andon.cache.column.DictionaryColumn;
import io.andon.cache.schema.TableName;
import io.andon.cache.snapshot.TableSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One version of a table with every index built from it: the unit of publication. */
public final class IndexedSnapshot {
    private final TableSnapshot snapshot;
    private final List<DerivedIndex> indices;
    private final Map<String, DerivedIndex> byName;

    /** Counted once it is asked for; 0 before. */
    private volatile long bytes;

    IndexedSnapshot(TableSnapshot snapshot, List<DerivedIndex> indices) {
        this.snapshot = snapshot;
        this.indices = List.copyOf(indices);
        byName =
                this.indices.stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        DerivedIndex::name, Function.identity()));
    }

    public TableSnapshot snapshot() {
        return snapshot;
    }

    public TableName table() {
        return snapshot.table();
    }

    public long version() {
        return snapshot.version();
    }

    public int rowCount() {
        return snapshot.rowCount();
    }

    public List<DerivedIndex> indices() {
        return indices;
    }

    /** Of keyed tables. */
    public Optional<PrimaryKeyIndex> primaryKey() {
        return find(IndexNames.PRIMARY_KEY, PrimaryKeyIndex.class);
    }

    /** Of bags that are grouped. */
    public Optional<GroupIndex> group() {
        return find(IndexNames.GROUP, GroupIndex.class);
    }

    /** The bitmaps of a filter column. */
    public Optional<BitmapIndex> bitmap(String column) {
        return find(IndexNames.BITMAP + column, BitmapIndex.class);
    }

    /** The lots whose id contains DUMMY, under code 1. */
    public Optional<BitmapIndex> dummies() {
        return bitmap(IndexNames.DUMMY);
    }

    /** Lots: workcenter × package × status × hold type × dummy. */
    public Optional<Cube> wipCube() {
        return find(IndexNames.WIP_CUBE, Cube.class);
    }

    /** Lots: workcenter × package × hold type × hold reason × dummy; no type is not held. */
    public Optional<Cube> holdCube() {
        return find(IndexNames.HOLD_CUBE, Cube.class);
    }

    /** Of keyed tables. */
    public Optional<OrderIndex> keyOrder() {
        return find(IndexNames.KEY_ORDER, OrderIndex.class);
    }

    /** Of lots, by {@code age_days}. */
    public Optional<OrderIndex> ageOrder() {
        return find(IndexNames.AGE_ORDER, OrderIndex.class);
    }

    /** A column as codes, from its index if there is one; nothing but nulls if it is absent. */
    public DictionaryColumn coded(String column) {
        Optional<BitmapIndex> indexed = bitmap(column);
        if (indexed.isPresent()) return indexed.get().coded();
        Optional<Column> plain = snapshot.find(column);
        return plain.isPresent()
                ? DictionaryColumn.encode(plain.get())
                : DictionaryColumn.nulls(rowCount());
    }

    /** Heap bytes of the columns and the indices. */
    public long bytes() {
        if (bytes == 0) {
            bytes = snapshot.bytes() + indices.stream().mapToLong(DerivedIndex::bytes).sum();
        }
        return bytes;
    }

    private <T extends DerivedIndex> Optional<T> find(String name, Class<T> type) {
        return Optional.ofNullable(byName.get(name)).map(type::cast);
    }
}
