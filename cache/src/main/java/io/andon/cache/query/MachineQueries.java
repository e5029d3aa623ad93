package io.andon.cache.query;

import io.andon.cache.column.Column;
import io.andon.cache.column.DictionaryColumn;
import io.andon.cache.plant.E10State;
import io.andon.cache.plant.Plant;
import io.andon.cache.schema.TableName;
import io.andon.cache.store.MachineView;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Questions about the machines of one view. A machine is its row in the resources. Threads: any;
 * cheap to make.
 */
public final class MachineQueries {
    /** The E10 state, which the view adds to the resources' own columns. */
    public static final String STATE = "state";

    private static final String RESOURCE_ID = "resource_id";
    private static final String WORKCENTER = "workcenter";
    private static final String FAMILY = "family";
    private static final List<String> OPTION_COLUMNS =
            List.of(WORKCENTER, FAMILY, STATE, "category", "location");

    private final MachineView view;
    private final Plant plant;

    public MachineQueries(MachineView view, Plant plant) {
        this.view = view;
        this.plant = plant;
    }

    /**
     * One page, counted from 1; a page beyond the last is empty. Sorts by {@code state} and any
     * column of the resources.
     *
     * @throws IllegalArgumentException if the sort names another column, or page or size is below 1
     */
    public MachinePage page(MachineFilter filter, Sort sort, int page, int pageSize) {
        var paging = new Paging(page, pageSize);
        int[] machines = matching(filter).stream().toArray();
        long total = machines.length;
        var order =
                RowOrder.of(sort, this::column, view.resources().snapshot().column(RESOURCE_ID));
        return new MachinePage(
                paging.cut(machines, order), page, pageSize, total, paging.pages(total));
    }

    /** Machines by workcenter and family: workcenters in order, families by name, null last. */
    public List<MachineMatrixRow> matrix(MachineFilter filter) {
        DictionaryColumn workcenters = coded(WORKCENTER);
        DictionaryColumn families = coded(FAMILY);
        Map<Long, long[]> sums = new LinkedHashMap<>();
        matching(filter).stream()
                .forEach(machine -> {
                    long key = (long) workcenters.code(machine) << 32 | families.code(machine);
                    sums.computeIfAbsent(key, _ -> StateCounts.zeros())[
                            view.state(machine).code()]++;
                });
        int[] familyRanks = Names.ranks(families.dictionary());
        return sums.entrySet().stream()
                .sorted(
                        Comparator.comparing(
                                        (Map.Entry<Long, long[]> each) ->
                                                (int) (each.getKey() >> 32),
                                        orders(workcenters).comparator())
                                .thenComparingInt(each -> familyRanks[each.getKey().intValue()]))
                .map(each ->
                        new MachineMatrixRow(
                                Names.of(workcenters.dictionary(), (int) (each.getKey() >> 32)),
                                Names.of(families.dictionary(), each.getKey().intValue()),
                                StateCounts.total(each.getValue()),
                                StateCounts.byState(each.getValue())))
                .toList();
    }

    public Kpi kpi(MachineFilter filter) {
        long[] counts = StateCounts.zeros();
        matching(filter).stream().forEach(machine -> counts[view.state(machine).code()]++);
        Map<E10State, Long> byState = StateCounts.byState(counts);
        return new Kpi(
                StateCounts.total(counts),
                byState,
                StateCounts.sum(counts, E10State.PRD),
                StateCounts.sum(counts, E10State.UDT, E10State.SDT),
                StateCounts.sum(counts, E10State.SBY, E10State.NST),
                StateCounts.sum(counts, E10State.EGT),
                StateCounts.metrics(counts));
    }

    /** Every workcenter that has lots or machines, in order; dummy lots do not count. */
    public List<WorkcenterCard> cards() {
        return new WorkcenterCards(view, plant).cards();
    }

    /**
     * The values that each filter column may take, with the machines that all other columns'
     * filters leave; by name, null last.
     */
    public Map<String, List<Option>> options(MachineFilter filter) {
        Set<String> columns = new LinkedHashSet<>(OPTION_COLUMNS);
        columns.addAll(plant.filters(TableName.RESOURCES));
        Map<String, List<Option>> options = new LinkedHashMap<>();
        for (String column : columns) {
            Map<String, List<Optional<String>>> others = new LinkedHashMap<>(filter.values());
            others.remove(column);
            if (column(column).isPresent())
                options.put(column, options(column, matching(new MachineFilter(others))));
        }
        return options;
    }

    private List<Option> options(String column, BitSet machines) {
        DictionaryColumn coded = coded(column);
        var totals = new CodeTotals(coded.dictionary().size() + 1);
        machines.stream().forEach(machine -> totals.add(coded.code(machine), 1, 0));
        return totals.options(coded.dictionary());
    }

    private BitSet matching(MachineFilter filter) {
        var machines = new BitSet(view.machineCount());
        machines.set(0, view.machineCount());
        filter.values()
                .forEach((column, values) -> {
                    IntPredicate accepts = Wanted.of(values, false).rows(column(column));
                    for (int machine = machines.nextSetBit(0);
                            machine >= 0;
                            machine = machines.nextSetBit(machine + 1))
                        if (!accepts.test(machine)) machines.clear(machine);
                });
        return machines;
    }

    private WorkcenterOrders orders(DictionaryColumn workcenters) {
        return WorkcenterOrders.listed(
                workcenters, view.resources().snapshot().find("workcenter_order"), plant);
    }

    private DictionaryColumn coded(String column) {
        return column.equals(STATE) ? view.stateColumn() : view.resources().coded(column);
    }

    private Optional<Column> column(String name) {
        return name.equals(STATE)
                ? Optional.of(view.stateColumn())
                : view.resources().snapshot().find(name);
    }
}
