package io.andon.cache.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.andon.cache.index.IndexedSnapshot;
import io.andon.cache.oracle.MachineRow;
import io.andon.cache.oracle.Machines;
import io.andon.cache.oracle.Plants;
import io.andon.cache.oracle.StatusRow;
import io.andon.cache.plant.E10State;
import io.andon.cache.plant.Plant;
import io.andon.cache.store.MachineView;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MachineQueriesTest {
    private static final Plant PLANT = Plants.full();

    @Test
    void aMachineHoldsItsDistinctLotsAndNullsAreNoLots() {
        MachineView view =
                MachineView.compose(
                        Machines.resources(
                                List.of(MachineRow.of("A   ", "W"), MachineRow.of("B", "W")), 1),
                        Optional.of(
                                Machines.status(
                                        List.of(
                                                StatusRow.of("A", "RUN", "1", 100),
                                                StatusRow.of("A  ", "RUN", "2", 150),
                                                StatusRow.of(" A", "RUN", "3", 50),
                                                StatusRow.of("A", "RUN", "3   ", 50),
                                                StatusRow.of("B", "RUN", null, 70),
                                                StatusRow.of(null, "RUN", "9", 1)),
                                        2)),
                        Optional.empty(),
                        PLANT);
        assertThat(view.lotCount(0)).isEqualTo(3);
        assertThat(view.qty(0)).isEqualTo(300);
        assertThat(view.lotCount(1)).isZero();
        assertThat(view.qty(1)).isZero();
        assertThat(view.status().orElseThrow().snapshot().quarantined()).isEqualTo(1);
        assertThat(view.status().orElseThrow().snapshot().folded()).isEqualTo(1);
        assertThat(view.status().orElseThrow().snapshot().rowsRead()).isEqualTo(6);
        assertThat(view.orphans()).isZero();
    }

    @Test
    void aLotIsHeldByEveryMachineThatTheLiveStatusNamesOnceInTheMastersOrder() {
        MachineView view =
                MachineView.compose(
                        Machines.resources(
                                List.of(MachineRow.of("A", "W"), MachineRow.of("B", "W")), 1),
                        Optional.of(
                                Machines.status(
                                        List.of(
                                                StatusRow.of("B", "RUN", "1", 100),
                                                StatusRow.of("A ", "RUN", "1 ", 100),
                                                StatusRow.of("A", "IDLE", "1", 90),
                                                StatusRow.of("GONE", "RUN", "1", 100),
                                                StatusRow.of("B", "RUN", null, 0)),
                                        2)),
                        Optional.empty(),
                        PLANT);
        assertThat(view.machinesHolding("1")).containsExactly(0, 1);
        assertThat(view.machinesHolding("2")).isEmpty();
    }

    @Test
    void liveMetricsCountMachines() {
        MachineView view =
                MachineView.compose(
                        Machines.resources(
                                List.of(
                                        MachineRow.of("A", "W"),
                                        MachineRow.of("B", "W"),
                                        MachineRow.of("C", "W")),
                                1),
                        Optional.of(
                                Machines.status(
                                        List.of(
                                                StatusRow.of("A", "RUN", null, 0),
                                                StatusRow.of("B", "RUN", null, 0),
                                                StatusRow.of("C", "IDLE", null, 0)),
                                        2)),
                        Optional.empty(),
                        PLANT);
        LiveMetrics metrics = new MachineQueries(view, PLANT).kpi(MachineFilter.NONE).metrics();
        assertThat(metrics.runShare()).isCloseTo(2 / 3.0, within(0.0));
        assertThat(metrics.availabilityLive()).isEqualTo(1);
        assertThat(metrics.utilizationLive()).isCloseTo(2 / 3.0, within(0.0));
    }

    @Test
    void withoutMachinesEveryShareIsZero() {
        MachineView view =
                MachineView.compose(
                        Machines.resources(List.of(), 1),
                        Optional.empty(),
                        Optional.empty(),
                        PLANT);
        assertThat(new MachineQueries(view, PLANT).kpi(MachineFilter.NONE).metrics())
                .isEqualTo(new LiveMetrics(0, 0, 0));
    }

    @Test
    void withoutLiveStatusEveryMachineIsOther() {
        MachineView view =
                MachineView.compose(
                        Machines.resources(List.of(MachineRow.of("A", "WIRE BOND")), 1),
                        Optional.empty(),
                        Optional.empty(),
                        PLANT);
        var queries = new MachineQueries(view, PLANT);
        assertThat(queries.kpi(MachineFilter.NONE).byState()).containsEntry(E10State.OTHER, 1L);
        assertThat(view.rawState(0)).isNull();
        assertThat(queries.cards()).hasSize(1);
        WorkcenterCard card = queries.cards().getFirst();
        assertThat(card.lots()).isNull();
        assertThat(card.order()).isEqualTo(3);
    }

    @Test
    void theViewNamesTheVersionOfEveryInput() {
        MachineView view = NaiveMachines.of(5).view();
        assertThat(view.inputs()).extracting(IndexedSnapshot::version).containsExactly(3L, 1L, 2L);
    }
}
