package io.andon.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.cache.disk.PlantFolder;
import io.andon.cache.plant.GateLimits;
import io.andon.cache.plant.HoldTypes;
import io.andon.cache.plant.Plant;
import io.andon.cache.plant.Source;
import io.andon.cache.plant.StateMap;
import io.andon.cache.plant.TablePlan;
import io.andon.cache.schema.TableName;
import io.andon.cache.store.CompositeStore;
import io.andon.cache.store.Lookup;
import io.andon.cache.store.SnapshotStore;
import io.andon.cache.store.TableState;
import io.andon.processors.RetryAfter;
import io.andon.processors.gate.Gatekeeper;
import io.andon.processors.refresh.DiskSteps;
import io.andon.processors.refresh.Flights;
import io.andon.processors.refresh.RefreshObserver;
import io.andon.processors.refresh.RefreshSteps;
import io.andon.processors.source.MemoryBudget;
import io.andon.processors.source.TableReader;
import io.andon.routes.operations.DiskMetrics;
import io.andon.routes.simulation.Factory;
import io.andon.routes.simulation.SimulatedTime;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A version stands though what is composed of it cannot be made. */
final class CompositeFailureTest {
    @TempDir private Path folder;
    private final SimulatedTime time = new SimulatedTime();
    private final List<TableName> announced = new ArrayList<>();
    private final List<String> outcomes = new ArrayList<>();
    private final List<TableName> again = new ArrayList<>();

    @Test
    void aCompositeThatFailsAfterThePublicationLeavesTheTableGood() throws Exception {
        var factory = new Factory(new Random(5));
        List<TablePlan> tables =
                Factory.TABLES.stream()
                        .map(name -> plan(new TableName(name), factory.query(name)))
                        .toList();
        Plant plant = plant(tables);
        var store = new SnapshotStore(plant, time);
        // It asks a store of another plant, which knows none of the tables.
        var broken = new CompositeStore(new SnapshotStore(plant(List.of()), time), plant);
        var gates = new Gatekeeper(store);
        try (var deadlines = Executors.newSingleThreadScheduledExecutor();
                var camel = new DefaultCamelContext()) {
            var memory = new MemoryBudget(Long.MAX_VALUE, () -> 0);
            var steps =
                    new RefreshSteps(
                            new RefreshSteps.Parts(
                                    plant,
                                    factory.source(),
                                    new TableReader(plant.zone(), deadlines, memory),
                                    memory,
                                    Duration.ofSeconds(10),
                                    store,
                                    broken,
                                    time,
                                    observer(),
                                    gates,
                                    new Flights(),
                                    (table, _) -> again.add(table),
                                    () -> 0.5,
                                    2));
            var disk =
                    new DiskSteps(
                            plant,
                            new PlantFolder(folder, plant.id()),
                            store,
                            broken,
                            time,
                            memory,
                            new DiskMetrics(new SimpleMeterRegistry()));
            camel.getRegistry().bind(RefreshRoutes.SAVING, deadlines);
            camel.addRoutes(
                    new ErrorPolicies(steps, disk, new RetryAfter(() -> Duration.ofSeconds(30))));
            camel.addRoutes(new RefreshRoutes(plant.tables(), steps, disk));
            camel.setAutoStartup(false); // no tick reads beside the test
            camel.start();
            camel.getRouteController().startRoute("refresh-lots");
            camel.createProducerTemplate().requestBody("direct:refresh-lots", (Object) null);
        }
        TableState lots = store.state(TableName.LOTS);
        assertThat(store.find(TableName.LOTS)).isInstanceOf(Lookup.Fresh.class);
        assertThat(lots.failure()).isEmpty();
        assertThat(lots.nextAttemptAt()).isEmpty();
        assertThat(lots.lastOutcome()).isEqualTo(TableState.Outcome.PUBLISHED);
        assertThat(gates.refusal(TableName.LOTS)).isEmpty();
        assertThat(announced).containsExactly(TableName.LOTS);
        assertThat(outcomes).containsExactly("published");
        assertThat(again).as("attempts beyond the schedule").isEmpty();
        assertThat(broken.current()).isEmpty();
    }

    private RefreshObserver observer() {
        return new RefreshObserver() {
            @Override
            public void stands(TableName table) {
                announced.add(table);
            }

            @Override
            public void finished(TableName table, String outcome, Duration took) {
                outcomes.add(outcome);
            }
        };
    }

    private static Plant plant(List<TablePlan> tables) {
        return new Plant(
                "composite",
                "Composite",
                ZoneOffset.UTC,
                LocalTime.MIDNIGHT,
                new Source("", ""),
                tables,
                new StateMap(Map.of()),
                new HoldTypes(Set.of()),
                List.of(),
                Optional.empty(),
                List.of());
    }

    private static TablePlan plan(TableName table, String sql) {
        return new TablePlan(
                table,
                sql,
                Optional.empty(),
                Duration.ofHours(1),
                Duration.ofSeconds(60),
                Duration.ofHours(3),
                Duration.ofHours(4),
                Optional.empty(),
                true,
                List.of(),
                GateLimits.DEFAULT);
    }
}
