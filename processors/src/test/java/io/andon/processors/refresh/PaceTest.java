package io.andon.processors.refresh;

import static io.andon.processors.refresh.Tables.at;
import static io.andon.processors.refresh.Tables.every;
import static org.assertj.core.api.Assertions.assertThat;

import io.andon.cache.DegradedCode;
import io.andon.cache.plant.TablePlan;
import io.andon.processors.refresh.Pace.Shown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Attempts beyond the schedule: which failures get one, when, and how many. */
final class PaceTest {
    private static final TablePlan LOTS = every("lots", 5);
    private static final TablePlan RESOURCES = every("resources", 5);

    private final List<String> launched = new ArrayList<>();
    private double chance = 0.5;
    private final Pace pace =
            new Pace(
                    List.of(LOTS, RESOURCES),
                    (table, delay) -> launched.add(table + " in " + delay.toMillis()),
                    () -> chance);

    @Test
    void aReadThatBrokeIsTriedAgainWithinASecondSpreadOverAllOfIt() {
        var random = new Random(7);
        var delays = new ArrayList<Double>();
        for (int i = 0; i < 200; i++) {
            chance = random.nextDouble();
            double now = i * 65;
            tick(LOTS, now);
            Pace.Next next = fails(DegradedCode.DB_QUERY_TIMEOUT, Shown.GOOD, now + 1);
            pace.succeeded(LOTS.table(), at(now + 2));
            Duration delay = next.extra().orElseThrow();
            assertThat(next.at().since(at(now + 1))).isEqualTo(delay);
            assertThat(next.at().wall()).isEqualTo(at(now + 1).wall().plus(delay));
            assertThat(delay.toNanos()).isEqualTo((long) (chance * 1e9));
            delays.add(delay.toNanos() / 1e9);
            pace.begins(LOTS, next.at());
        }
        assertThat(delays).anyMatch(each -> each < 0.05).anyMatch(each -> each > 0.95);
    }

    @Test
    void aTableWithNothingToShowWaitsLongerEachTimeButNoLongerThanAPeriod() {
        chance = 1;
        var delays = new ArrayList<Long>();
        TablePlan plan = every("lots", 40);
        var patient = new Pace(List.of(plan, every("resources", 1)), (_, _) -> {}, () -> chance);
        for (int i = 0; i < 8; i++) {
            double now = i * 120;
            patient.goesOn(plan, at(now));
            patient.begins(plan, at(now));
            patient.failed(plan, DegradedCode.DB_UNREACHABLE, true, Shown.NOTHING, at(now))
                    .extra()
                    .ifPresent(delay -> {
                        delays.add(delay.toSeconds());
                        patient.begins(plan, at(now + delay.toSeconds()));
                    });
        }
        assertThat(delays).startsWith(1L, 2L, 4L, 8L, 16L, 32L).allMatch(each -> each < 40);
    }

    @ParameterizedTest
    @EnumSource(DegradedCode.class)
    void whatARetryCannotMendIsNotRetried(DegradedCode code) {
        tick(LOTS, 0);
        boolean mends =
                EnumSet.of(
                                DegradedCode.DB_UNREACHABLE,
                                DegradedCode.DB_QUERY_TIMEOUT,
                                DegradedCode.SOURCE_BUSY)
                        .contains(code);
        Optional<Duration> extra = fails(code, Shown.GOOD, 0.1).extra();
        boolean ofTheSource = code.name().startsWith("DB_") || code.name().startsWith("SOURCE_");
        if (ofTheSource) assertThat(extra.isPresent()).isEqualTo(mends);
        if (!code.retryable()) assertThat(extra).isEmpty();
    }

    @Test
    void aServerThatIsAwayIsAskedNoMoreOften() {
        for (DegradedCode code : DegradedCode.values()) {
            var other = new Pace(List.of(LOTS, RESOURCES), (_, _) -> {}, () -> chance);
            assertThat(other.failed(LOTS, code, false, Shown.GOOD, at(0)).extra()).isEmpty();
            assertThat(other.failed(LOTS, code, false, Shown.NOTHING, at(0)).extra()).isEmpty();
        }
    }

    @Test
    void aCodeThatIsShownStaysUntilTheScheduleComesRound() {
        tick(LOTS, 0);
        assertThat(fails(DegradedCode.DB_UNREACHABLE, Shown.DEGRADED, 0.1))
                .isEqualTo(new Pace.Next(at(5), Optional.empty()));
    }

    @Test
    void aScheduledReadIsTriedAgainOnce() {
        var plenty = new Pace(List.of(LOTS, every("fast", 1)), (_, _) -> {}, () -> 0.5);
        plenty.goesOn(LOTS, at(0));
        plenty.begins(LOTS, at(0));
        assertThat(again(plenty, 0.1)).isPresent();
        plenty.begins(LOTS, at(0.6));
        assertThat(again(plenty, 0.7)).isEmpty();
        plenty.goesOn(LOTS, at(5));
        plenty.begins(LOTS, at(5));
        assertThat(again(plenty, 5.1)).isPresent();
    }

    @Test
    void whatWasAllowedGoesOnWhenItIsDueAndOnce() {
        tick(LOTS, 0);
        fails(DegradedCode.DB_QUERY_TIMEOUT, Shown.GOOD, 0.1);
        assertThat(pace.goesOn(LOTS, at(0.5))).isFalse();
        assertThat(pace.goesOn(LOTS, at(0.6))).isTrue();
        pace.begins(LOTS, at(0.6));
        assertThat(pace.goesOn(LOTS, at(0.7))).isFalse();
        assertThat(pace.goesOn(LOTS, at(5))).isTrue();
    }

    @Test
    void whatWasAllowedDoesNotGoOnOnceALoginIsRefused() {
        tick(LOTS, 0);
        fails(DegradedCode.DB_QUERY_TIMEOUT, Shown.GOOD, 0.1);
        pace.failed(RESOURCES, DegradedCode.DB_AUTH_FAILED, false, Shown.GOOD, at(0.2));
        assertThat(pace.goesOn(LOTS, at(0.6))).isFalse();
    }

    @Test
    void noneComesWhereTheScheduleIsSooner() {
        tick(LOTS, 0);
        chance = 0.9;
        assertThat(fails(DegradedCode.DB_QUERY_TIMEOUT, Shown.GOOD, 4.2).at()).isEqualTo(at(5));
    }

    @Test
    void onceAnyTableIsReadThoseWithNothingToShowFollowSoon() {
        tick(RESOURCES, 0);
        pace.failed(RESOURCES, DegradedCode.DB_UNREACHABLE, false, Shown.NOTHING, at(0.1));
        tick(LOTS, 1);
        pace.succeeded(LOTS.table(), at(1.2));
        assertThat(launched).containsExactly("resources in 500");
        pace.succeeded(LOTS.table(), at(1.3));
        assertThat(launched).hasSize(1);
    }

    @Test
    void theBudgetIsOneForAllTables() {
        var paced = new Pace(List.of(LOTS, RESOURCES), (_, _) -> {}, () -> 0.5);
        int extras = 0;
        for (int second = 0; second < 600; second += 5) {
            for (TablePlan plan : Arrays.asList(LOTS, RESOURCES)) {
                paced.goesOn(plan, at(second));
                paced.begins(plan, at(second));
                var extra =
                        paced.failed(
                                        plan,
                                        DegradedCode.DB_QUERY_TIMEOUT,
                                        true,
                                        Shown.GOOD,
                                        at(second + 0.1))
                                .extra();
                if (extra.isPresent()) paced.begins(plan, at(second + 0.6));
                extras += extra.isPresent() ? 1 : 0;
            }
        }
        assertThat(extras).isBetween(18, 20);
    }

    private static Optional<Duration> again(Pace pace, double seconds) {
        return pace.failed(LOTS, DegradedCode.DB_UNREACHABLE, true, Shown.NOTHING, at(seconds))
                .extra();
    }

    private Pace.Next fails(DegradedCode code, Shown shown, double seconds) {
        return pace.failed(LOTS, code, true, shown, at(seconds));
    }

    private void tick(TablePlan plan, double seconds) {
        pace.goesOn(plan, at(seconds));
        pace.begins(plan, at(seconds));
    }
}
