package io.andon.cache.query;

import io.andon.cache.column.DictionaryColumn;
import io.andon.cache.plant.E10State;
import io.andon.cache.plant.Plant;
import io.andon.cache.query.Matrix.MatrixRow;
import io.andon.cache.store.MachineView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Joins lots and machines by workcenter; the lots' order counts first, then the machines'. */
final class WorkcenterCards {
    private final MachineView view;
    private final Plant plant;
    private final Map<Optional<String>, Tally> tallies = new HashMap<>();

    /** What is known of one workcenter. */
    private static final class Tally {
        private @Nullable Long order;
        private Count lots = Count.NONE;
        private long holdLots;
        private final long[] machines = StateCounts.zeros();
    }

    WorkcenterCards(MachineView view, Plant plant) {
        this.view = view;
        this.plant = plant;
    }

    List<WorkcenterCard> cards() {
        addLots();
        addMachines();
        List<WorkcenterCard> cards = new ArrayList<>();
        tallies.forEach((name, tally) -> cards.add(card(name.orElse(null), tally)));
        cards.sort(
                Comparator.comparingLong(WorkcenterCards::orderOrLast)
                        .thenComparing(WorkcenterCard::workcenter, Names.ORDER));
        return List.copyOf(cards);
    }

    private static long orderOrLast(WorkcenterCard card) {
        return card.order() == null ? Long.MAX_VALUE : card.order();
    }

    private void addLots() {
        if (view.lots().isEmpty()) return;
        var queries = new LotQueries(view.lots().get(), plant);
        for (MatrixRow row : queries.matrix(LotFilter.NONE).rows()) {
            Tally tally = tally(row.workcenter());
            tally.order = row.order();
            tally.lots = new Count(row.lots(), row.qty());
        }
        queries.heldByWorkcenter()
                .forEach((name, held) -> tally(name.orElse(null)).holdLots = held);
    }

    private void addMachines() {
        DictionaryColumn workcenters = view.resources().coded("workcenter");
        var orders =
                WorkcenterOrders.listed(
                        workcenters, view.resources().snapshot().find("workcenter_order"), plant);
        for (int machine = 0; machine < view.machineCount(); machine++) {
            int code = workcenters.code(machine);
            Tally tally = tally(Names.of(workcenters.dictionary(), code));
            if (tally.order == null) tally.order = orders.of(code);
            tally.machines[view.state(machine).code()]++;
        }
    }

    private Tally tally(@Nullable String workcenter) {
        return tallies.computeIfAbsent(Optional.ofNullable(workcenter), _ -> new Tally());
    }

    private WorkcenterCard card(@Nullable String workcenter, Tally tally) {
        boolean known = view.lots().isPresent();
        long machines = StateCounts.total(tally.machines);
        return new WorkcenterCard(
                workcenter,
                tally.order,
                known ? tally.lots.lots() : null,
                known ? tally.lots.qty() : null,
                known ? tally.holdLots : null,
                machines,
                StateCounts.byState(tally.machines),
                Metrics.share(StateCounts.sum(tally.machines, E10State.PRD), machines));
    }
}
