package io.andon.routes;

import static io.andon.routes.ErrorPolicies.ANSWER_WITH_CODE;

import io.andon.processors.compose.Encode;
import io.andon.processors.request.ReadRequest;
import io.andon.routes.lifecycle.LifecycleControls;
import org.apache.camel.Processor;
import org.apache.camel.builder.endpoint.EndpointRouteBuilder;

/** What an administrator may do to the process. */
final class LifecycleRoutes extends EndpointRouteBuilder {
    private final ReadRequest request;
    private final LifecycleControls controls;

    LifecycleRoutes(ReadRequest request, LifecycleControls controls) {
        this.request = request;
        this.controls = controls;
    }

    @Override
    public void configure() {
        rest("/admin/api/reload").post().routeId("rest-reload").to("direct:reload");
        rest("/admin/api/restart").post().routeId("rest-restart").to("direct:restart");

        act("reload", "Takes the configuration anew", request.plain(), controls.reload());
        act("restart", "Goes down to be started again", request.restart(), controls.restart());
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
