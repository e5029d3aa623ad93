package io.andon.routes;

import static io.andon.routes.ErrorPolicies.KEEP_LAST_GOOD;
import static io.andon.routes.ErrorPolicies.KEEP_SAVED;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.andon.cache.plant.TablePlan;
import io.andon.processors.refresh.DiskSteps;
import io.andon.processors.refresh.RefreshSteps;
import java.util.List;
import org.apache.camel.builder.endpoint.EndpointRouteBuilder;

/**
 * Every table: source, snapshot, indices, publication. The tick and a request for a refresh call
 * the same route.
 */
final class RefreshRoutes extends EndpointRouteBuilder {
    /** Where a table's refresh is called, its name at the end. */
    static final String ENDPOINT = "direct:refresh-";

    /** Where a table's tick comes again, its name at the end. */
    static final String TICKS = "direct:due-";

    /** The threads that save what was published. */
    static final String SAVING = "saving";

    private final List<TablePlan> tables;
    private final RefreshSteps steps;
    private final DiskSteps disk;

    RefreshRoutes(List<TablePlan> tables, RefreshSteps steps, DiskSteps disk) {
        this.tables = tables;
        this.steps = steps;
        this.disk = disk;
    }

    @Override
    public void configure() {
        tables.forEach(this::tick);
        tables.forEach(this::due);
        tables.forEach(this::refresh);
        tables.forEach(this::keep);
        tables.forEach(this::save);
    }

    private void tick(TablePlan plan) {
        from(scheduler("tick-" + plan.table())
                        .initialDelay(0)
                        .delay(plan.period().toMillis())
                        .useFixedDelay(false)
                        .timeUnit(MILLISECONDS))
                .routeId("tick-" + plan.table())
                .description("Asks for a refresh of " + plan.table() + " once a period")
                .routeConfigurationId(KEEP_LAST_GOOD)
                .to(direct("due-" + plan.table()));
    }

    private void due(TablePlan plan) {
        from(direct("due-" + plan.table()))
                .routeId("due-" + plan.table())
                .description("Lets the ticks of " + plan.table() + " go on that are due")
                .routeConfigurationId(KEEP_LAST_GOOD)
                .process(steps.keepPace(plan))
                .to(direct("refresh-" + plan.table()));
    }

    private void refresh(TablePlan plan) {
        from(direct("refresh-" + plan.table()))
                .routeId("refresh-" + plan.table())
                .description("Reads " + plan.table() + " and publishes it with its indices")
                .routeConfigurationId(KEEP_LAST_GOOD)
                .process(steps.start(plan))
                .process(steps.openSession())
                .process(steps.probe())
                .process(steps.readSource())
                .process(steps.buildSnapshot())
                .process(steps.refuseImplausible())
                .process(steps.buildIndices())
                .process(steps.publish())
                .process(steps.rebuildComposites())
                .process(steps.announce())
                .process(disk.handOver(plan))
                .wireTap(direct("save-" + plan.table()))
                .copy(false)
                .executorService(SAVING);
    }

    /** What a full disk kept from being saved is saved once there is room again. */
    private void keep(TablePlan plan) {
        from(scheduler("keep-" + plan.table())
                        .initialDelay(plan.period().toMillis())
                        .delay(plan.period().toMillis())
                        .timeUnit(MILLISECONDS))
                .routeId("keep-" + plan.table())
                .description("Asks once a period for " + plan.table() + " on disk to be current")
                .routeConfigurationId(KEEP_SAVED)
                .to(direct("save-" + plan.table()));
    }

    private void save(TablePlan plan) {
        from(direct("save-" + plan.table()))
                .routeId("save-" + plan.table())
                .description("Saves " + plan.table() + ", or when it was last confirmed, to disk")
                .routeConfigurationId(KEEP_SAVED)
                .process(disk.saveToDisk(plan));
    }
}
