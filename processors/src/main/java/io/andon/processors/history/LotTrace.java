package io.andon.processors.history;

import io.andon.cache.DegradedCode;
import io.andon.processors.CodedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A lot's stays, oldest first.
 *
 * @param truncated whether older stays were left out
 */
public record LotTrace(List<LotStep> steps, boolean truncated) implements SourceRows {
    private static final Comparator<LotStep> BY_TIME =
            Comparator.comparing(LotTrace::begin, Comparator.nullsLast(Comparator.naturalOrder()));

    public LotTrace {
        steps = List.copyOf(steps);
    }

    /** What makes rows parts of one stay; a row without track-in is a stay of its own. */
    private record Stay(
            String spec, @Nullable String equipment, @Nullable Instant trackedInAt, int row) {}

    /**
     * Folds partial track-outs: by spec, machine and track-in, what came in is the most, what went
     * out the sum, the end the latest.
     *
     * @param rows newest first, as the plant's query orders them
     * @param rowsMax older rows do not count, nor does a stay of which a part is among them
     */
    public static LotTrace of(List<SourceRow> rows, int rowsMax) {
        boolean truncated = rows.size() > rowsMax;
        var stays = new LinkedHashMap<Stay, LotStep>();
        for (int i = 0; i < Math.min(rows.size(), rowsMax); i++) {
            LotStep step = step(rows.get(i));
            stays.merge(stay(step, i), step, LotTrace::fold);
        }
        var steps = new ArrayList<>(stays.values());
        if (truncated) {
            LotStep cut = step(rows.get(rowsMax));
            Stay last = stay(cut, rowsMax);
            if (stays.containsKey(last)) steps.remove(stays.get(last));
        }
        steps.sort(BY_TIME);
        return new LotTrace(steps, truncated);
    }

    @Override
    public int weight() {
        return 1 + steps.size();
    }

    private static Stay stay(LotStep step, int row) {
        return new Stay(
                step.spec(),
                step.equipment(),
                step.trackedInAt(),
                step.trackedInAt() == null ? row : 0);
    }

    private static LotStep step(SourceRow row) {
        String spec = row.text("spec");
        if (spec == null) {
            throw new CodedException(
                    DegradedCode.DB_QUERY_ERROR, "the query's column spec is missing or null");
        }
        Instant trackedIn = row.time("tracked_in_at");
        return new LotStep(
                spec,
                row.text("station"),
                row.text("equipment"),
                row.time("moved_in_at"),
                trackedIn,
                row.time("tracked_out_at"),
                row.time("moved_out_at"),
                row.whole("qty_in"),
                row.whole("qty_out"),
                trackedIn == null || row.time("tracked_out_at") == null ? 0 : 1);
    }

    private static LotStep fold(LotStep one, LotStep other) {
        return new LotStep(
                one.spec(),
                one.station() == null ? other.station() : one.station(),
                one.equipment(),
                least(one.movedInAt(), other.movedInAt()),
                one.trackedInAt(),
                most(one.trackedOutAt(), other.trackedOutAt()),
                most(one.movedOutAt(), other.movedOutAt()),
                most(one.qtyIn(), other.qtyIn()),
                sum(one.qtyOut(), other.qtyOut()),
                one.trackOuts() + other.trackOuts());
    }

    private static <T extends Comparable<T>> @Nullable T most(@Nullable T one, @Nullable T other) {
        if (one == null || other == null) return one == null ? other : one;
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static @Nullable Instant least(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) return one == null ? other : one;
        return one.isBefore(other) ? one : other;
    }

    private static @Nullable Long sum(@Nullable Long one, @Nullable Long other) {
        if (one == null || other == null) return one == null ? other : one;
        return Long.valueOf(one + other);
    }

    private static @Nullable Instant begin(LotStep step) {
        if (step.movedInAt() != null) return step.movedInAt();
        if (step.trackedInAt() != null) return step.trackedInAt();
        return step.trackedOutAt() != null ? step.trackedOutAt() : step.movedOutAt();
    }
}
