package io.andon.cache.query;

import io.andon.cache.oracle.LotRow;
import io.andon.cache.oracle.LotRows;
import io.andon.cache.oracle.Lots;
import io.andon.cache.oracle.MachineRow;
import io.andon.cache.oracle.Machines;
import io.andon.cache.oracle.NaiveLot;
import io.andon.cache.oracle.Plants;
import io.andon.cache.oracle.StatusRow;
import io.andon.cache.plant.E10State;
import io.andon.cache.store.MachineView;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A seeded plant as plain rows, and the view of it. */
record NaiveMachines(
        List<MachineRow> machines, List<StatusRow> live, List<NaiveLot> lots, MachineView view) {
    static NaiveMachines of(long seed) {
        List<MachineRow> machines = Machines.seeded(seed);
        List<StatusRow> live = Machines.seededStatus(seed, machines);
        List<LotRow> lots = LotRows.seeded(seed);
        var view =
                MachineView.compose(
                        Machines.resources(machines, 1),
                        Optional.of(Machines.status(live, 2)),
                        Optional.of(Lots.indexed(lots, 3)),
                        Plants.full());
        return new NaiveMachines(machines, live, lots.stream().map(NaiveLot::new).toList(), view);
    }

    List<StatusRow> live(int machine) {
        String id = trim(machines.get(machine).resourceId());
        return live.stream().filter(row -> trim(row.resourceId()).equals(id)).toList();
    }

    @Nullable StatusRow newest(int machine) {
        StatusRow newest = null;
        for (StatusRow row : live(machine))
            if (newest == null || since(row) > since(newest)) newest = row;
        return newest;
    }

    E10State state(int machine) {
        StatusRow row = newest(machine);
        if (row == null || row.state() == null) return E10State.OTHER;
        return Plants.STATES.getOrDefault(row.state().strip(), E10State.OTHER);
    }

    @Nullable String text(int machine, String column) {
        MachineRow row = machines.get(machine);
        return switch (column) {
            case "workcenter" -> row.workcenter();
            case "family" -> row.family();
            case "state" -> state(machine).name();
            case "category" -> row.category();
            case "location" -> row.location();
            case "vendor" -> row.vendor();
            case "name" -> row.name();
            default -> trim(row.resourceId());
        };
    }

    List<Integer> matching(MachineFilter filter) {
        return IntStream.range(0, machines.size())
                .filter(machine ->
                        filter.values().entrySet().stream()
                                .allMatch(each ->
                                        each.getValue()
                                                .contains(
                                                        Optional.ofNullable(
                                                                text(machine, each.getKey())))))
                .boxed()
                .toList();
    }

    long machinesIn(List<Integer> of, E10State... states) {
        return of.stream().filter(m -> List.of(states).contains(state(m))).count();
    }

    static String trim(@Nullable String id) {
        return id == null ? "" : id.strip();
    }

    private static long since(StatusRow row) {
        return row.since() == null ? Long.MIN_VALUE : row.since();
    }
}
