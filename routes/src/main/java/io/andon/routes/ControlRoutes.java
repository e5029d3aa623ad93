package io.andon.routes;

import static io.andon.routes.ErrorPolicies.ANSWER_WITH_CODE;

import io.andon.processors.compose.Encode;
import io.andon.processors.control.TableControls;
import io.andon.processors.request.ReadRequest;
import io.andon.routes.control.BreakerControls;
import io.andon.routes.control.MaintenanceControls;
import org.apache.camel.Processor;
import org.apache.camel.builder.endpoint.EndpointRouteBuilder;

/** What an administrator may do. */
final class ControlRoutes extends EndpointRouteBuilder {
    private final ReadRequest request;
    private final TableControls tables;
    private final BreakerControls breakers;
    private final MaintenanceControls maintenance;

    ControlRoutes(
            ReadRequest request,
            TableControls tables,
            BreakerControls breakers,
            MaintenanceControls maintenance) {
        this.request = request;
        this.tables = tables;
        this.breakers = breakers;
        this.maintenance = maintenance;
    }

    @Override
    public void configure() {
        rest("/admin/api/caches")
                .post("/{table}/refresh")
                .routeId("rest-refreshTable")
                .to("direct:refreshTable")
                .post("/{table}/accept")
                .routeId("rest-acceptTable")
                .to("direct:acceptTable");
        rest("/admin/api/breakers")
                .post("/{name}/open")
                .routeId("rest-openBreaker")
                .to("direct:openBreaker")
                .post("/{name}/close")
                .routeId("rest-closeBreaker")
                .to("direct:closeBreaker");
        rest("/admin/api/maintenance")
                .post()
                .routeId("rest-startMaintenance")
                .to("direct:startMaintenance")
                .post("/end")
                .routeId("rest-endMaintenance")
                .to("direct:endMaintenance");

        act("refreshTable", "Reads a table now", request.table(), tables.refresh());
        act("acceptTable", "Lets a refused read through", request.refusedRead(), tables.accept());
        act("openBreaker", "Holds a breaker open", request.byIdBeforeLast(), breakers.open());
        act("closeBreaker", "Closes a breaker", request.byIdBeforeLast(), breakers.close());
        act(
                "startMaintenance",
                "Says for how long people work on it",
                request.maintenance(),
                maintenance.start());
        act("endMaintenance", "Says that they are done", request.plain(), maintenance.end());
    }

    private void act(String operation, String description, Processor read, Processor act) {
        from(direct(operation))
                .routeId(operation)
                .description(description)
                .routeConfigurationId(ANSWER_WITH_CODE)
                .process(read)
                .process(act)
                .process(Encode.answer());
    }
}
