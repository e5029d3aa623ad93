package io.andon.routes;

import io.andon.processors.Trace;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import org.slf4j.MDC;

/** Every line that a route's steps log carries the trace of their exchange. */
final class TracedRoutes implements RoutePolicyFactory {
    @Override
    public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
        return new RoutePolicySupport() {
            @Override
            public void onExchangeBegin(Route entered, Exchange exchange) {
                MDC.put(Trace.ID, Trace.of(exchange));
            }

            @Override
            public void onExchangeDone(Route left, Exchange exchange) {
                // not at the end of a route that another one called
                if (routeId.equals(exchange.getFromRouteId())) MDC.remove(Trace.ID);
            }
        };
    }
}
