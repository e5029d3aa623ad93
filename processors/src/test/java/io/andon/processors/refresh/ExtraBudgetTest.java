package io.andon.processors.refresh;

import static io.andon.processors.refresh.Tables.at;
import static io.andon.processors.refresh.Tables.every;
import static org.assertj.core.api.Assertions.assertThat;

import io.andon.cache.plant.TablePlan;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A tenth of the schedule, in any minute. */
final class ExtraBudgetTest {
    private static final Duration SOON = Duration.ofMillis(500);

    static LongStream seeds() {
        long today = LocalDate.now(ZoneOffset.UTC).toEpochDay() * 100;
        Long one = Long.getLong("andon.test.seed");
        return one != null ? LongStream.of(one) : LongStream.range(today, today + 20);
    }

    @Test
    void aMinuteOfFewerThanTenReadsHasNone() {
        var budget = new ExtraBudget(List.of(every("lots", 30), every("resources", 9)));
        assertThat(budget.take(every("lots", 30).table(), at(0), SOON)).isFalse();
    }

    @Test
    void oneThatWaitsForItsTurnCountsUntilAMinuteAfterItBegan() {
        TablePlan plan = every("lots", 5);
        TablePlan other = every("resources", 600);
        var budget = new ExtraBudget(List.of(plan, other));
        assertThat(budget.take(plan.table(), at(0), SOON)).isTrue();
        assertThat(budget.take(other.table(), at(70), SOON)).isFalse();
        budget.begins(plan.table(), at(75));
        assertThat(budget.take(other.table(), at(134.999), SOON)).isFalse();
        assertThat(budget.take(other.table(), at(135), SOON)).isTrue();
    }

    @Test
    void oneThatIsAllowedIsDueAfterItsDelayUntilItBegins() {
        TablePlan plan = every("lots", 5);
        var budget = new ExtraBudget(List.of(plan));
        assertThat(budget.isDue(plan.table(), at(0))).isFalse();
        budget.take(plan.table(), at(0), SOON);
        assertThat(budget.isDue(plan.table(), at(0.499))).isFalse();
        assertThat(budget.isDue(plan.table(), at(0.5))).isTrue();
        budget.begins(plan.table(), at(0.6));
        assertThat(budget.isDue(plan.table(), at(0.7))).isFalse();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void noMinuteHasMoreThanATenthOfWhatIsScheduled(long seed) {
        var random = new Random(seed);
        List<TablePlan> tables =
                IntStream.range(0, 1 + random.nextInt(5))
                        .mapToObj(i -> every("t" + i, 1 + random.nextInt(20)))
                        .toList();
        double most =
                tables.stream().mapToLong(each -> 60 / each.period().toSeconds()).sum() / 10.0;
        var budget = new ExtraBudget(tables);
        var allowed = new ArrayList<TablePlan>();
        var begun = new ArrayList<Double>();
        double now = 0;
        for (int step = 0; step < 3000; step++) {
            now += random.nextInt(4000) / 1000.0;
            TablePlan table = tables.get(random.nextInt(tables.size()));
            if (allowed.contains(table) && random.nextBoolean()) {
                allowed.remove(table);
                budget.begins(table.table(), at(now));
                begun.add(now);
                double from = now - 60;
                assertThat(begun.stream().filter(each -> each > from).count() * 1.0)
                        .isLessThanOrEqualTo(most);
            } else if (budget.take(table.table(), at(now), SOON)) allowed.add(table);
        }
        if (most >= 1) assertThat(begun).isNotEmpty();
    }
}
