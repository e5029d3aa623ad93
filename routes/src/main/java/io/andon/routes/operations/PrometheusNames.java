package io.andon.routes.operations;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Locale;

/**
 * Names as Prometheus wants them where a library's own differ: labels in snake case, no gauge that
 * ends like a part of a summary, no unit but the base one. docs/metrics.md lists what comes out.
 */
public final class PrometheusNames implements MeterFilter {
    private static final String CPU_COUNT = "system.cpu.count";

    /** In nanoseconds, which {@link ProcessMetrics} gives in seconds. */
    private static final String CPU_TIME = "process.cpu.time";

    private PrometheusNames() {}

    /** A registry for the whole process, without meters. */
    public static PrometheusMeterRegistry registry() {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.config().meterFilter(new PrometheusNames());
        return registry;
    }

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        return id.getName().equals(CPU_TIME) ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
    }

    @Override
    public Meter.Id map(Meter.Id id) {
        Meter.Id named = id.getName().equals(CPU_COUNT) ? id.withName("system.cpu.cores") : id;
        List<Tag> tags =
                id.getTags().stream()
                        .map(tag -> Tag.of(snakeCase(tag.getKey()), tag.getValue()))
                        .toList();
        return named.replaceTags(tags);
    }

    private static String snakeCase(String label) {
        return label.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
