package io.andon.routes;

import static io.andon.routes.ErrorPolicies.ANSWER_WITH_CODE;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.andon.processors.compose.Encode;
import io.andon.processors.request.ReadRequest;
import io.andon.routes.operations.CamelChecks;
import java.time.Duration;
import org.apache.camel.Processor;
import org.apache.camel.builder.endpoint.EndpointRouteBuilder;

/** What operators, watchdogs and Prometheus ask, and the interface's own description. */
final class OperationsRoutes extends EndpointRouteBuilder {
    private static final Duration DATABASE_CHECK_PERIOD = Duration.ofSeconds(5);

    private final ReadRequest request;
    private final Steps steps;

    OperationsRoutes(ReadRequest request, Steps steps) {
        this.request = request;
        this.steps = steps;
    }

    /** The compose step of every operation here, and the check of the database. */
    record Steps(
            Processor health,
            Processor live,
            Processor ready,
            Processor deep,
            Processor metrics,
            Processor openApi,
            Processor status,
            Processor pool,
            Processor caches,
            Processor breakers,
            Processor config,
            Processor logs,
            Processor audit,
            Processor checkDatabase,
            CamelChecks camel) {}

    @Override
    public void configure() {
        rest("/health")
                .get()
                .routeId("rest-getHealth")
                .to("direct:getHealth")
                .get("/live")
                .routeId("rest-getHealthLive")
                .to("direct:getHealthLive")
                .get("/ready")
                .routeId("rest-getHealthReady")
                .to("direct:getHealthReady")
                .get("/deep")
                .routeId("rest-getHealthDeep")
                .to("direct:getHealthDeep");
        rest("/observe")
                .get("/metrics")
                .routeId("rest-getMetrics")
                .to("direct:getMetrics")
                .get("/health")
                .routeId("rest-getObserveHealth")
                .to("direct:getObserveHealth")
                .get("/health/live")
                .routeId("rest-getObserveHealthLive")
                .to("direct:getObserveHealthLive")
                .get("/health/ready")
                .routeId("rest-getObserveHealthReady")
                .to("direct:getObserveHealthReady");
        rest("/openapi.json").get().routeId("rest-getOpenApi").to("direct:getOpenApi");
        rest("/admin/api")
                .get("/status")
                .routeId("rest-getAdminStatus")
                .to("direct:getAdminStatus")
                .get("/pool")
                .routeId("rest-getAdminPool")
                .to("direct:getAdminPool")
                .get("/caches")
                .routeId("rest-getAdminCaches")
                .to("direct:getAdminCaches")
                .get("/breakers")
                .routeId("rest-getAdminBreakers")
                .to("direct:getAdminBreakers")
                .get("/config")
                .routeId("rest-getAdminConfig")
                .to("direct:getAdminConfig")
                .get("/logs")
                .routeId("rest-getAdminLogs")
                .to("direct:getAdminLogs")
                .get("/audit")
                .routeId("rest-getAdminAudit")
                .to("direct:getAdminAudit");

        answer("getHealth", "State, reasons, recommended action", steps.health());
        answer("getHealthLive", "Whether the process works", steps.live());
        answer("getHealthReady", "Whether every required table has a version", steps.ready());
        answer("getHealthDeep", "Pools, tables, indices, JVM", steps.deep());
        answer("getObserveHealth", "Camel's checks, Andon's among them", steps.camel().health());
        answer("getObserveHealthLive", "Those of liveness", steps.camel().live());
        answer("getObserveHealthReady", "Those of readiness", steps.camel().ready());
        answer("getMetrics", "Prometheus metrics", steps.metrics());
        answer("getOpenApi", "The interface's description", steps.openApi());
        answer("getAdminStatus", "What runs, with which settings", steps.status());
        answer("getAdminPool", "The pools and the database", steps.pool());
        answer("getAdminCaches", "Tables, indices and saved versions", steps.caches());
        answer("getAdminBreakers", "The breakers", steps.breakers());
        answer("getAdminConfig", "The configuration in force", steps.config());
        answer("getAdminLogs", "The newest lines of the log", request.logs(), steps.logs());
        answer("getAdminAudit", "Who did what", request.audit(), steps.audit());

        from(scheduler("check-database")
                        .initialDelay(0)
                        .delay(DATABASE_CHECK_PERIOD.toMillis())
                        .timeUnit(MILLISECONDS))
                .routeId("check-database")
                .description("Asks the database over a connection of its own whether it lives")
                .routeConfigurationId(ANSWER_WITH_CODE)
                .process(steps.checkDatabase());
    }

    private void answer(String operation, String description, Processor compose) {
        answer(operation, description, request.plain(), compose);
    }

    private void answer(String operation, String description, Processor read, Processor compose) {
        from(direct(operation))
                .routeId(operation)
                .description(description)
                .routeConfigurationId(ANSWER_WITH_CODE)
                .process(read)
                .process(compose)
                .process(Encode.answer());
    }
}
