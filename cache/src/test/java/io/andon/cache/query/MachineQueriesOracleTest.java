package io.andon.cache.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.cache.oracle.NaiveLot;
import io.andon.cache.oracle.Plants;
import io.andon.cache.oracle.StatusRow;
import io.andon.cache.plant.E10State;
import io.andon.cache.plant.Plant;
import io.andon.cache.store.MachineLot;
import io.andon.cache.store.MachineView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: the machines' composite and its answers are those of joining plain rows by hand. */
final class MachineQueriesOracleTest {
    private static final Plant PLANT = Plants.full();
    private static final List<String> COLUMNS =
            List.of("workcenter", "family", "state", "category", "location", "vendor");

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    private static MachineFilter filter(SplittableRandom random, NaiveMachines plant) {
        Map<String, List<Optional<String>>> values = new HashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            String column = COLUMNS.get(random.nextInt(COLUMNS.size()));
            List<Optional<String>> wanted = new ArrayList<>();
            wanted.add(Optional.of("absent"));
            for (int k = 0; k < 2 && !plant.machines().isEmpty(); k++)
                wanted.add(
                        Optional.ofNullable(
                                plant.text(random.nextInt(plant.machines().size()), column)));
            values.put(column, wanted);
        }
        return new MachineFilter(values);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void machinesAreJoinedWithTheAggregateOfTheirLiveRows(long seed) {
        NaiveMachines plant = NaiveMachines.of(seed);
        MachineView view = plant.view();
        assertThat(view.machineCount()).isEqualTo(plant.machines().size());
        for (int machine = 0; machine < view.machineCount(); machine++) {
            StatusRow newest = plant.newest(machine);
            assertThat(view.state(machine)).isEqualTo(plant.state(machine));
            assertThat(view.rawState(machine)).isEqualTo(newest == null ? null : newest.state());
            assertThat(view.reason(machine)).isEqualTo(newest == null ? null : newest.reason());
            Map<String, Long> pieces = new HashMap<>();
            Long latest = null;
            for (StatusRow row : plant.live(machine)) {
                if (row.lotId() != null)
                    pieces.merge(
                            row.lotId().strip(), row.qty() == null ? 0L : row.qty(), Math::max);
                if (row.trackedInAt() != null && (latest == null || row.trackedInAt() > latest))
                    latest = row.trackedInAt();
            }
            assertThat(view.lotCount(machine)).isEqualTo(pieces.size());
            assertThat(view.qty(machine))
                    .isEqualTo(pieces.values().stream().mapToLong(qty -> qty).sum());
            assertThat(view.trackedInAt(machine))
                    .isEqualTo(latest == null ? null : Instant.ofEpochMilli(latest));
            assertThat(view.lotsOn(machine))
                    .extracting(MachineLot::lotId)
                    .containsExactlyInAnyOrderElementsOf(pieces.keySet());
            assertThat(
                            view.machineOf(
                                    NaiveMachines.trim(plant.machines().get(machine).resourceId())))
                    .hasValue(machine);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void machinesOnlyInTheLiveStatusAreCountedAndNotShown(long seed) {
        NaiveMachines plant = NaiveMachines.of(seed);
        Set<String> orphans = new HashSet<>();
        plant.live().forEach(row -> orphans.add(NaiveMachines.trim(row.resourceId())));
        orphans.remove("");
        plant.machines()
                .forEach(machine -> orphans.remove(NaiveMachines.trim(machine.resourceId())));
        assertThat(plant.view().orphans()).isEqualTo(orphans.size());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void countsAndMetricsAgreeWithCountingMachines(long seed) {
        NaiveMachines plant = NaiveMachines.of(seed);
        var queries = new MachineQueries(plant.view(), PLANT);
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 10; i++) {
            MachineFilter filter = filter(random, plant);
            List<Integer> found = plant.matching(filter);
            Kpi kpi = queries.kpi(filter);
            assertThat(kpi.machines()).isEqualTo(found.size());
            for (E10State state : E10State.values())
                assertThat(kpi.byState()).containsEntry(state, plant.machinesIn(found, state));
            assertThat(kpi.run()).isEqualTo(plant.machinesIn(found, E10State.PRD));
            assertThat(kpi.down()).isEqualTo(plant.machinesIn(found, E10State.UDT, E10State.SDT));
            assertThat(kpi.idle()).isEqualTo(plant.machinesIn(found, E10State.SBY, E10State.NST));
            assertThat(kpi.engineering()).isEqualTo(plant.machinesIn(found, E10State.EGT));
            matrixAgrees(plant, found, queries.matrix(filter));
            pagesAgree(plant, found, queries, filter, random);
            optionsAgree(plant, queries, filter);
        }
    }

    private static void matrixAgrees(
            NaiveMachines plant, List<Integer> found, List<MachineMatrixRow> matrix) {
        assertThat(matrix.stream().mapToLong(MachineMatrixRow::total).sum())
                .isEqualTo(found.size());
        assertThat(matrix)
                .extracting(row ->
                        List.of(
                                Optional.ofNullable(row.workcenter()),
                                Optional.ofNullable(row.family())))
                .doesNotHaveDuplicates();
        for (MachineMatrixRow row : matrix) {
            List<Integer> in =
                    found.stream()
                            .filter(m ->
                                    Objects.equals(plant.text(m, "workcenter"), row.workcenter())
                                            && Objects.equals(
                                                    plant.text(m, "family"), row.family()))
                            .toList();
            assertThat(row.total()).isEqualTo(in.size());
            row.byState()
                    .forEach((state, count) ->
                            assertThat(count).isEqualTo(plant.machinesIn(in, state)));
        }
    }

    private static void pagesAgree(
            NaiveMachines plant,
            List<Integer> found,
            MachineQueries queries,
            MachineFilter filter,
            SplittableRandom random) {
        String column = random.nextBoolean() ? "state" : "name";
        boolean descending = random.nextBoolean();
        List<Integer> expected = new ArrayList<>(found);
        expected.sort((a, b) -> {
            int by =
                    column.equals("state")
                            ? plant.state(a).name().compareTo(plant.state(b).name())
                            : String.valueOf(plant.text(a, column))
                                    .compareTo(String.valueOf(plant.text(b, column)));
            if (by != 0) return descending ? -by : by;
            return NaiveMachines.trim(plant.machines().get(a).resourceId())
                    .compareTo(NaiveMachines.trim(plant.machines().get(b).resourceId()));
        });
        var sort = new Sort(List.of(new Sort.Key(column, descending)));
        MachinePage page = queries.page(filter, sort, 2, 7);
        assertThat(Arrays.stream(page.machines()).boxed().toList())
                .isEqualTo(expected.stream().skip(7).limit(7).toList());
        assertThat(page.total()).isEqualTo(expected.size());
    }

    private static void optionsAgree(
            NaiveMachines plant, MachineQueries queries, MachineFilter filter) {
        queries.options(filter)
                .forEach((column, options) -> {
                    var others = new HashMap<>(filter.values());
                    others.remove(column);
                    Map<Optional<String>, Long> expected = new HashMap<>();
                    for (int machine : plant.matching(new MachineFilter(others)))
                        expected.merge(
                                Optional.ofNullable(plant.text(machine, column)), 1L, Long::sum);
                    Map<Optional<String>, Long> found = new HashMap<>();
                    options.forEach(
                            each -> found.put(Optional.ofNullable(each.value()), each.count()));
                    assertThat(found).as(column).isEqualTo(expected);
                });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void cardsJoinLotsAndMachinesByWorkcenter(long seed) {
        NaiveMachines plant = NaiveMachines.of(seed);
        List<WorkcenterCard> cards = new MachineQueries(plant.view(), PLANT).cards();
        Set<Optional<String>> names = new HashSet<>();
        List<NaiveLot> lots = plant.lots().stream().filter(lot -> !lot.dummy()).toList();
        lots.forEach(lot -> names.add(Optional.ofNullable(lot.row().workcenter())));
        plant.machines().forEach(m -> names.add(Optional.ofNullable(m.workcenter())));
        assertThat(cards)
                .extracting(card -> Optional.ofNullable(card.workcenter()))
                .containsExactlyInAnyOrderElementsOf(names);
        for (WorkcenterCard card : cards) {
            List<NaiveLot> in =
                    lots.stream()
                            .filter(l -> Objects.equals(l.row().workcenter(), card.workcenter()))
                            .toList();
            assertThat(card.lots()).isEqualTo(in.size());
            assertThat(card.qty()).isEqualTo(in.stream().mapToLong(NaiveLot::qty).sum());
            assertThat(card.holdLots()).isEqualTo(in.stream().filter(NaiveLot::held).count());
            assertThat(card.machines())
                    .isEqualTo(
                            plant.machines().stream()
                                    .filter(m -> Objects.equals(m.workcenter(), card.workcenter()))
                                    .count());
        }
        assertThat(cards)
                .isSortedAccordingTo(
                        Comparator.comparingLong(
                                card -> card.order() == null ? Long.MAX_VALUE : card.order()));
    }
}
