package io.andon.cache.oracle;

import io.andon.cache.plant.E10State;
import io.andon.cache.plant.GateLimits;
import io.andon.cache.plant.HoldTypes;
import io.andon.cache.plant.Plant;
import io.andon.cache.plant.Source;
import io.andon.cache.plant.StateMap;
import io.andon.cache.plant.TablePlan;
import io.andon.cache.plant.Workcenter;
import io.andon.cache.schema.TableName;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Plants to test with. */
public final class Plants {
    public static final Set<String> NON_QUALITY = Set.of("Engineering split", "客戶要求");
    public static final List<String> WORKCENTERS = List.of("DICING", "DIE BOND", "WIRE BOND");
    public static final Map<String, E10State> STATES =
            Map.of(
                    "RUN", E10State.PRD,
                    "IDLE", E10State.SBY,
                    "ENG", E10State.EGT,
                    "PM", E10State.SDT,
                    "DOWN", E10State.UDT,
                    "OFF", E10State.NST);

    private Plants() {}

    /** A plant with the three tables of the board. */
    public static Plant full() {
        return of(TableName.LOTS, TableName.RESOURCES, TableName.RESOURCE_STATUS);
    }

    public static Plant of(TableName... tables) {
        return new Plant(
                "test",
                "Test plant",
                ZoneOffset.UTC,
                LocalTime.of(7, 30),
                new Source("jdbc:none", "none"),
                Arrays.stream(tables).map(table -> plan(table, Optional.empty())).toList(),
                new StateMap(STATES),
                new HoldTypes(NON_QUALITY),
                WORKCENTERS.stream().map(name -> new Workcenter(name, Optional.empty())).toList(),
                Optional.empty(),
                List.of());
    }

    /** A plant of lots alone, whose source may lag so far behind. */
    public static Plant lagging(Duration sourceLagMax) {
        Plant plant = of(TableName.LOTS);
        return new Plant(
                plant.id(),
                plant.title(),
                plant.zone(),
                plant.shiftDayStart(),
                plant.source(),
                List.of(plan(TableName.LOTS, Optional.of(sourceLagMax))),
                plant.states(),
                plant.holdTypes(),
                plant.workcenters(),
                plant.simulator(),
                List.of());
    }

    private static TablePlan plan(TableName table, Optional<Duration> sourceLagMax) {
        return new TablePlan(
                table,
                "SELECT 1",
                Optional.empty(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                Duration.ofSeconds(15),
                Duration.ofHours(4),
                sourceLagMax,
                table.equals(TableName.LOTS),
                table.equals(TableName.LOTS) ? List.of("customer", "is_hot") : List.of("vendor"),
                GateLimits.DEFAULT);
    }
}
