package io.andon.routes;

import org.apache.camel.builder.RouteBuilder;

/** How every REST route stands on the HTTP server. */
final class RestSettings extends RouteBuilder {
    /** The registry's name of the gate that no request header passes. */
    static final String HEADER_GATE = "headerGate";

    @Override
    public void configure() {
        restConfiguration()
                .component("platform-http")
                .endpointProperty("headerFilterStrategy", "#" + HEADER_GATE)
                .endpointProperty("muteException", "true");
    }
}
