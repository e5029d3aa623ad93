package io.andon.routes.operations;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** The process that Andon runs in: what it is, since when, and what it takes. */
public final class ProcessMetrics implements MeterBinder {
    private final String productVersion;

    public ProcessMetrics(String productVersion) {
        this.productVersion = productVersion;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        Gauge.builder("andon.build.info", () -> 1)
                .description("What runs: always 1")
                .tag("version", productVersion)
                .register(registry);
        ProcessHandle process = ProcessHandle.current();
        FunctionCounter.builder("process_cpu_seconds", process, ProcessMetrics::cpuSeconds)
                .description("Processor time of the process")
                .register(registry);
        ManagementFactory.getGarbageCollectorMXBeans().forEach(gc -> bind(gc, registry));
    }

    private static void bind(GarbageCollectorMXBean collector, MeterRegistry registry) {
        FunctionCounter.builder("jvm_gc_seconds", collector, each -> each.getCollectionTime() / 1e3)
                .description("Time in which the collector worked or paused")
                .tag("gc", collector.getName())
                .register(registry);
        FunctionCounter.builder(
                        "jvm_gc_runs", collector, GarbageCollectorMXBean::getCollectionCount)
                .description("Runs of the collector")
                .tag("gc", collector.getName())
                .register(registry);
    }

    private static double cpuSeconds(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }
}
