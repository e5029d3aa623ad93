package io.andon.routes.operations;

import io.andon.cache.disk.SavedVersion;
import io.andon.cache.schema.TableName;
import io.andon.processors.refresh.DiskObserver;
import io.andon.processors.refresh.DiskState;
import io.andon.processors.refresh.DiskSteps;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/** What becomes of saved versions, as metrics. */
public final class DiskMetrics implements DiskObserver {
    private final MeterRegistry registry;

    public DiskMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Shows what the steps know of the disk, without asking it. */
    public void watch(DiskSteps disk) {
        for (DiskState state : disk.states()) {
            TableName table = state.table();
            gauge(disk, table, "andon_snapshot_bytes", "Versions kept on disk", DiskMetrics::bytes);
            gauge(disk, table, "andon_snapshot_aside", "Damaged files put aside", DiskState::aside);
            gauge(
                    disk,
                    table,
                    "andon_snapshot_free_bytes",
                    "Room on the disk when it was last looked at",
                    each -> each.freeBytes().isEmpty() ? Double.NaN : each.freeBytes().getAsLong());
        }
    }

    @Override
    public void saved(TableName table, String outcome, Duration took) {
        Tags tags = Tags.of("table", table.value(), "outcome", outcome);
        Timer.builder("andon_snapshot_save")
                .description("Saves that ended, and how long they took")
                .tags(tags)
                .register(registry)
                .record(took);
        Counter.builder("andon_snapshot_save_total")
                .description("Saves that ended")
                .tags(tags)
                .register(registry)
                .increment();
    }

    @Override
    public void restored(TableName table, String outcome) {
        Counter.builder("andon_snapshot_restored")
                .description("Files of the disk that a start looked at")
                .tags("table", table.value(), "outcome", outcome)
                .register(registry)
                .increment();
    }

    private void gauge(
            DiskSteps disk,
            TableName table,
            String name,
            String description,
            ToDoubleFunction<DiskState> value) {
        Gauge.builder(name, () -> value.applyAsDouble(disk.state(table)))
                .description(description)
                .tag("table", table.value())
                .register(registry);
    }

    private static double bytes(DiskState state) {
        return state.kept().stream().mapToLong(SavedVersion::bytes).sum();
    }
}
