package io.andon.processors.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.andon.cache.DegradedCode;
import io.andon.processors.CodedException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LotTraceTest {
    private static final Instant DAY = Instant.parse("2026-11-01T00:00:00Z");

    @Test
    void inIsTheMostOutTheSumAndTheEndTheLatest() {
        LotTrace trace =
                LotTrace.of(
                        List.of(
                                row("Saw", "M1", 1, 3, 100L, 60L),
                                row("Saw", "M1", 1, 2, 90L, 35L),
                                row("Saw", "M2", 1, 2, 40L, 40L)),
                        10);

        assertThat(trace.truncated()).isFalse();
        assertThat(trace.steps()).hasSize(2);
        LotStep folded = trace.steps().getFirst();
        assertThat(folded.equipment()).isEqualTo("M1");
        assertThat(folded.qtyIn()).isEqualTo(100);
        assertThat(folded.qtyOut()).isEqualTo(95);
        assertThat(folded.trackedOutAt()).isEqualTo(DAY.plusSeconds(3 * 3_600));
        assertThat(folded.trackOuts()).isEqualTo(2);
    }

    @Test
    void anotherTrackInIsAnotherStayAndRowsWithoutOneNeverFold() {
        LotTrace trace =
                LotTrace.of(
                        List.of(
                                row("Saw", "M1", 5, 6, 10L, 10L),
                                row("Saw", "M1", 1, 2, 10L, 10L),
                                row("Gate", null, null, null, 10L, 10L),
                                row("Gate", null, null, null, 10L, 10L)),
                        10);
        assertThat(trace.steps()).hasSize(4);
        assertThat(trace.steps())
                .filteredOn(each -> each.spec().equals("Gate"))
                .allMatch(each -> each.trackOuts() == 0);
    }

    @Test
    void nullQuantitiesStayNull() {
        LotTrace trace =
                LotTrace.of(
                        List.of(
                                row("Saw", "M1", 1, 3, null, null),
                                row("Saw", "M1", 1, 2, null, 5L)),
                        10);
        assertThat(trace.steps().getFirst().qtyIn()).isNull();
        assertThat(trace.steps().getFirst().qtyOut()).isEqualTo(5);
    }

    @Test
    void aStayOfWhichAPartIsBeyondTheLimitIsLeftOut() {
        List<SourceRow> rows =
                List.of(
                        row("B", "M1", 5, 6, 10L, 10L),
                        row("A", "M1", 1, 3, 10L, 5L),
                        row("A", "M1", 1, 2, 10L, 5L));
        assertThat(LotTrace.of(rows, 3).truncated()).isFalse();
        LotTrace cut = LotTrace.of(rows, 2);
        assertThat(cut.truncated()).isTrue();
        assertThat(cut.steps()).extracting(LotStep::spec).containsExactly("B");
    }

    @Test
    void aRowWithoutASpecIsAMistakeOfTheQuery() {
        var row = new SourceRow(Map.of("STATION", "S"), zoned(), ZoneOffset.UTC);
        assertThatThrownBy(() -> LotTrace.of(List.of(row), 10))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        e -> assertThat(e.code()).isEqualTo(DegradedCode.DB_QUERY_ERROR));
    }

    /** However parts are drawn and mixed, each stay keeps its whole. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyStayKeepsItsSum(long seed) {
        var random = new Random(seed);
        var sums = new TreeMap<String, Long>();
        var rows = new ArrayList<SourceRow>();
        for (int stay = 0; stay < 40; stay++) {
            String spec = "S" + random.nextInt(6);
            String machine = "M" + random.nextInt(3);
            int in = random.nextInt(10);
            for (int part = random.nextInt(3); part >= 0; part--) {
                long out = random.nextInt(100);
                sums.merge(spec + machine + in, out, Long::sum);
                rows.add(row(spec, machine, in, in + 1 + random.nextInt(9), 500L, out));
            }
        }
        Collections.shuffle(rows, random);

        var found = new TreeMap<String, Long>();
        for (LotStep step : LotTrace.of(rows, rows.size()).steps()) {
            Instant in = step.trackedInAt();
            Long out = step.qtyOut();
            assertThat(in).isNotNull();
            if (in == null || out == null) continue;
            long hour = (in.getEpochSecond() - DAY.getEpochSecond()) / 3_600;
            assertThat(found.put(step.spec() + step.equipment() + hour, out)).isNull();
        }
        assertThat(found).isEqualTo(sums);
    }

    private static SourceRow row(
            String spec,
            @Nullable String equipment,
            @Nullable Integer in,
            @Nullable Integer out,
            @Nullable Long qtyIn,
            @Nullable Long qtyOut) {
        var row = new HashMap<String, @Nullable Object>();
        row.put("SPEC", spec);
        row.put("EQUIPMENT", equipment);
        row.put("TRACKED_IN_AT", in == null ? null : DAY.plusSeconds(in * 3_600L));
        row.put("TRACKED_OUT_AT", out == null ? null : DAY.plusSeconds(out * 3_600L));
        row.put("QTY_IN", qtyIn);
        row.put("QTY_OUT", qtyOut);
        return new SourceRow(row, zoned(), ZoneOffset.UTC);
    }

    private static ZonedColumns zoned() {
        return new ZonedColumns(Set.of());
    }
}
