package io.andon.routes;

import static io.andon.routes.ErrorPolicies.ANSWER_WITH_CODE;

import io.andon.processors.compose.Encode;
import io.andon.processors.control.TableControls;
import io.andon.processors.request.ReadRequest;
import org.apache.camel.Processor;
import org.apache.camel.builder.endpoint.EndpointRouteBuilder;

/** What an administrator may do to one table. */
final class ControlRoutes extends EndpointRouteBuilder {
    private final ReadRequest request;
    private final TableControls controls;

    ControlRoutes(ReadRequest request, TableControls controls) {
        this.request = request;
        this.controls = controls;
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

        act("refreshTable", "Reads a table now", request.table(), controls.refresh());
        act("acceptTable", "Lets a refused read through", request.refusedRead(), controls.accept());
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
