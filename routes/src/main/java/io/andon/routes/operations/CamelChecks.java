package io.andon.routes.operations;

import io.andon.cache.DegradedCode;
import io.andon.cache.plant.Plant;
import io.andon.cache.plant.TablePlan;
import io.andon.cache.schema.TableName;
import io.andon.cache.store.Degradation;
import io.andon.cache.store.TimeSource;
import io.andon.processors.compose.Answer;
import io.andon.processors.compose.JsonFields;
import io.andon.processors.health.HealthJudge;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.jspecify.annotations.Nullable;

/**
 * Camel's own health checks (its context, its routes, their consumers) as reasons of the runtime's
 * health, and the runtime's health as checks among Camel's, where users of Camel look for them.
 */
public final class CamelChecks {
    private static final String OWN = "andon";

    /** Camel leaves out most of what is up unless it is asked for all. */
    private static final String ALL = "full";

    private static final String ROUTE = "route:";

    private final Plant plant;
    private final TimeSource time;
    private volatile @Nullable CamelContext context;
    private volatile List<Degradation> reasons = List.of();

    public CamelChecks(Plant plant, TimeSource time) {
        this.plant = plant;
        this.time = time;
    }

    /** Adds the runtime's own checks to Camel's; to be called before its context starts. */
    public void join(CamelContext camel, HealthJudge judge) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(camel);
        registry.register(new Own("tables", true, () -> judge.notReady().isEmpty()));
        registry.register(new Own("pulse", false, judge::isLive));
        context = camel;
    }

    /** Asks Camel's checks anew; to be called every second or so. */
    public void look() {
        CamelContext camel = context;
        if (camel == null) return;
        Instant now = time.now().wall();
        reasons =
                HealthCheckHelper.invoke(camel, ALL).stream()
                        .filter(result -> !OWN.equals(result.getCheck().getGroup()))
                        .filter(result -> result.getState() == HealthCheck.State.DOWN)
                        .map(result -> part(result.getCheck().getId()))
                        .distinct()
                        .map(part -> since(part, now))
                        .toList();
    }

    /** What Camel holds to be down, each under the table whose route it is, or as {@code camel}. */
    public List<Degradation> reasons() {
        return reasons;
    }

    /** Every check, in the form of Camel's own health endpoint. */
    public Processor health() {
        return answer(camel -> HealthCheckHelper.invoke(camel, ALL));
    }

    /** The checks that say whether the process works. */
    public Processor live() {
        return answer(camel -> HealthCheckHelper.invokeLiveness(camel, ALL));
    }

    /** The checks that say whether it has what it needs. */
    public Processor ready() {
        return answer(camel -> HealthCheckHelper.invokeReadiness(camel, ALL));
    }

    private Degradation since(TableName part, Instant now) {
        return reasons.stream()
                .filter(each -> each.table().equals(part))
                .findAny()
                .orElseGet(() -> new Degradation(DegradedCode.INTERNAL, part, now));
    }

    private TableName part(String check) {
        return plant.tables().stream()
                .map(TablePlan::table)
                .filter(table -> check.startsWith(ROUTE) && check.endsWith("-" + table))
                .findFirst()
                .orElse(new TableName("camel"));
    }

    private static Processor answer(Function<CamelContext, Collection<HealthCheck.Result>> checks) {
        return exchange -> {
            List<HealthCheck.Result> results =
                    checks.apply(exchange.getContext()).stream()
                            .sorted(Comparator.comparing(result -> result.getCheck().getId()))
                            .toList();
            boolean up = results.stream().allMatch(CamelChecks::isUp);
            Answer.ANSWER.put(
                    exchange,
                    new Answer.Bare(
                            up ? 200 : 503,
                            "application/json",
                            json -> {
                                json.writeStartObject();
                                json.writeStringField("status", up ? "UP" : "DOWN");
                                json.writeArrayFieldStart("checks");
                                for (HealthCheck.Result result : results) {
                                    json.writeStartObject();
                                    json.writeStringField("name", result.getCheck().getId());
                                    json.writeStringField("status", result.getState().name());
                                    JsonFields.text(
                                            json, "message", result.getMessage().orElse(null));
                                    json.writeEndObject();
                                }
                                json.writeEndArray();
                                json.writeEndObject();
                            }));
        };
    }

    private static boolean isUp(HealthCheck.Result result) {
        return result.getState() == HealthCheck.State.UP;
    }

    /** One of the runtime's own. */
    private static final class Own extends AbstractHealthCheck {
        private final boolean readiness;
        private final BooleanSupplier holds;

        Own(String id, boolean readiness, BooleanSupplier holds) {
            super(OWN, id);
            this.readiness = readiness;
            this.holds = holds;
        }

        @Override
        public boolean isReadiness() {
            return readiness;
        }

        @Override
        public boolean isLiveness() {
            return !readiness;
        }

        @Override
        protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
            result.state(holds.getAsBoolean() ? HealthCheck.State.UP : HealthCheck.State.DOWN);
        }
    }
}
