package io.andon.routes.operations;

import io.andon.routes.edge.Admission;
import io.andon.routes.edge.EdgeHandlers.RequestObserver;
import io.andon.routes.edge.EventStream;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Requests and event streams, as metrics. No label holds anything that a client wrote. */
public final class HttpMetrics implements RequestObserver {
    private static final String EVENTS = "/api/events";
    private static final List<String> ROUTED =
            List.of("/api", "/health", "/observe", "/admin", "/openapi.json");

    private final MeterRegistry registry;
    private final Counter retries;
    private final ClientPressure pressure;

    public HttpMetrics(
            MeterRegistry registry,
            Admission admission,
            EventStream events,
            ClientPressure pressure) {
        this.registry = registry;
        this.pressure = pressure;
        this.retries =
                Counter.builder("andon_client_retries")
                        .description("Requests whose Andon-Attempt says that they are repeated")
                        .register(registry);
        Gauge.builder("andon_http_in_flight", admission, Admission::inside)
                .description("Requests to /api under way")
                .register(registry);
        Gauge.builder("andon_http_in_flight_max", admission, Admission::max)
                .description("Requests to /api that may be under way")
                .register(registry);
        FunctionCounter.builder("andon_http_shed", admission, Admission::refused)
                .description("Requests refused with OVERLOADED")
                .register(registry);
        Gauge.builder("andon_event_clients", events, EventStream::clients)
                .description("Clients that listen to the event stream")
                .register(registry);
        FunctionCounter.builder("andon_event_clients_dropped", events, EventStream::dropped)
                .description("Listeners dropped because they did not read")
                .register(registry);
    }

    @Override
    public void ended(String path, int status, long nanos, int attempt) {
        Timer.builder("andon_http_requests")
                .description("Requests that ended, and how long they took")
                .tags("operation", path, "lane", lane(path), "status", Integer.toString(status))
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
        if (attempt > 1) retries.increment();
        pressure.requested(attempt);
    }

    /** Routes are Camel's; the event stream and the pages stand in front of them. */
    private static String lane(String path) {
        boolean routed = !path.equals(EVENTS) && ROUTED.stream().anyMatch(path::startsWith);
        return routed ? "camel" : "edge";
    }
}
