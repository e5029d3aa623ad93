package io.andon.routes.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.andon.routes.faults.Fault.Reach;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

/** One fault from before its onset to after its end, watched and held to its promises. */
final class Trial {
    /** Enough answers for a 99th percentile before the fault. */
    private static final int ANSWERS_BEFORE = 400;

    private static final int ANSWERS_AFTER = 50;

    /** Attempts begin a period apart; one that fails may end later than one that does not. */
    private static final Duration LATE = Duration.ofMillis(1_500);

    private static final String COMPOSED = Watch.PATHS.getLast();
    private static final String STALE = "CACHE_STALE";

    private final FaultLab lab;
    private final Fault fault;
    private final Signals signals;

    /** How long the fault lasts after it was noticed. */
    private final Duration hold;

    Trial(FaultLab lab, Fault fault, Duration hold) {
        this.lab = lab;
        this.fault = fault;
        this.hold = hold;
        signals = new Signals(lab.andon());
    }

    /** What a trial measured. */
    record Result(
            Fault fault,
            Set<String> codes,
            Duration noticed,
            Duration recovered,
            int reads,
            long errors,
            long p99BeforeMicros,
            long p99DuringMicros,
            int calls,
            int callsAllowed) {}

    /** What happened, by {@link System#nanoTime}. */
    private record Course(
            Watch watch,
            long begun,
            long injected,
            long cured,
            Duration noticed,
            Duration recovered) {

        History history() {
            return new History(watch.readings());
        }
    }

    Result run() throws Exception {
        lab.awaitSound();
        Footprint before = Footprint.of(lab);
        Course course = undergo();
        assertHistory(course);
        assertThat(course.noticed).as("noticed").isLessThanOrEqualTo(noticeLimit());
        assertThat(course.recovered).as("recovered").isLessThanOrEqualTo(fault.recoverWithin());
        int calls = assertAttempts(course.injected, course.cured);
        assertWhatTheDatabaseHolds();
        before.awaitNoMore(lab);
        return result(course, calls);
    }

    private Course undergo() throws Exception {
        long begun = System.nanoTime();
        try (var watch = Watch.begin(lab.httpPort())) {
            watch.awaitMore(ANSWERS_BEFORE);
            int failures = signals.failures(fault);
            long injected = System.nanoTime();
            Fault.Cure cure = fault.injection().into(lab);
            Duration noticed;
            Map<String, Long> kept;
            long over = System.nanoTime();
            try {
                Map<String, Long> good = versions();
                if (fault.reach() == Reach.PASSING) {
                    return passing(watch, begun, injected, over, good, failures);
                }
                noticed = fault.degrades() ? notice(injected) : Duration.ZERO;
                letPass(lasting());
                assertAliveAndHonest();
                if (!fault.degrades()) assertThat(isFresh(good)).as("refreshed").isTrue();
                kept = versions();
            } finally {
                cure.apply();
            }
            long cured = System.nanoTime();
            Duration limit = fault.recoverWithin().multipliedBy(2);
            Duration recovered = until(cured, () -> isFresh(kept), limit);
            watch.awaitMore(ANSWERS_AFTER);
            return new Course(watch, begun, injected, cured, noticed, recovered);
        }
    }

    /** Counted once, and mended by the next attempt, whether anybody saw it or not. */
    private Course passing(
            Watch watch,
            long begun,
            long injected,
            long over,
            Map<String, Long> good,
            int failures) {
        Duration noticed =
                until(over, () -> signals.failures(fault) > failures, fault.noticeWithin());
        Duration recovered = until(over, () -> isFresh(good), fault.recoverWithin());
        assertThat(signals.failures(fault)).as("failures").isEqualTo(failures + 1);
        long cured = System.nanoTime();
        watch.awaitMore(ANSWERS_AFTER);
        return new Course(watch, begun, injected, cured, noticed, recovered);
    }

    private void assertHistory(Course course) {
        History history = course.history();
        assertThat(course.watch.failures()).as("requests without an answer").isEmpty();
        assertThat(history.errors()).as("answers that are not 200").isZero();
        history.check(lab.secrets());
        if (fault.reach() == Reach.ANY) history.checkPace(LabPlant.PERIOD.minus(LATE));
        assertCodes(history.between(course.injected, course.cured));
    }

    private Result result(Course course, int calls) {
        History history = course.history();
        History during = history.between(course.injected, course.cured);
        return new Result(
                fault,
                during.codes().values().stream().collect(HashSet::new, Set::addAll, Set::addAll),
                course.noticed,
                course.recovered,
                history.readings().size(),
                history.errors() + course.watch.failures().size(),
                history.between(course.begun, course.injected).p99Micros(),
                during.p99Micros(),
                calls,
                Attempts.callsAllowed(Duration.ofNanos(course.cured - course.injected)));
    }

    private Map<String, Long> versions() {
        return lab.andon().http.get(COMPOSED).versions();
    }

    /** Noticed with the first table; others may still wait for their turn to try. */
    private Duration notice(long injected) {
        Duration first = until(injected, () -> signals.showing(fault) > 0, noticeLimit());
        int all = fault.reach() == Reach.ANY ? 1 : fault.tables().size();
        until(injected, () -> signals.showing(fault) >= all, noticeLimit());
        return first;
    }

    /** What stays fresh must have been read twice meanwhile. */
    private Duration lasting() {
        return fault.degrades() ? hold : LabPlant.PERIOD.multipliedBy(2);
    }

    private static void letPass(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
    }

    /** The first attempt that can meet the fault begins a period after its onset at the latest. */
    private Duration noticeLimit() {
        return fault.noticeWithin().plus(LabPlant.PERIOD);
    }

    private static Duration until(long since, Callable<Boolean> condition, Duration limit) {
        await().atMost(limit.multipliedBy(2)).pollInterval(Duration.ofMillis(50)).until(condition);
        return Duration.ofNanos(System.nanoTime() - since);
    }

    /** Whether every table that was degraded has a newer version, and nothing is wrong. */
    private boolean isFresh(Map<String, Long> old) {
        Map<String, Long> now = versions();
        return fault.tables().stream()
                        .allMatch(
                                table -> now.getOrDefault(table, 0L) > old.getOrDefault(table, 0L))
                && lab.isSound();
    }

    private void assertAliveAndHonest() {
        assertThat(signals.live()).as("live").isEqualTo(200);
        assertThat(signals.ready()).as("ready").isEqualTo(200);
        JsonNode health = signals.health();
        if (fault.degrades() && fault.reach() == Reach.EVERY) {
            assertThat(health.path("state").asText()).isEqualTo("DEGRADED");
        }
        assertThat(health.path("restartHelps").asBoolean()).isFalse();
        assertThat(health.toString())
                .doesNotContainIgnoringCase(lab.secrets().toArray(String[]::new));
    }

    /** The tables concerned carry the code, and nobody else any. */
    private void assertCodes(History during) {
        Map<String, Set<String>> codes = during.codes();
        if (!fault.degrades()) {
            assertThat(codes).isEmpty();
            return;
        }
        assertThat(codes.keySet()).isSubsetOf(fault.tables());
        if (fault.reach() == Reach.ANY) assertThat(codes).isNotEmpty();
        if (fault.reach() == Reach.EVERY) {
            assertThat(codes.keySet()).containsAll(fault.tables());
        }
        codes.forEach((table, found) -> {
            var told = new HashSet<>(found);
            told.remove(STALE);
            assertThat(told).as("codes of %s", table).isNotEmpty().isSubsetOf(fault.codes());
        });
    }

    private int assertAttempts(long injected, long cured) {
        Duration lasted = Duration.ofNanos(cured - injected);
        int calls = Attempts.inBusiestMinute(lab.calls(), Duration.ofNanos(1), injected, cured);
        assertThat(calls)
                .as("calls to the database in %s", lasted)
                .isLessThanOrEqualTo(Attempts.callsAllowed(lasted));
        long now = System.currentTimeMillis();
        long from = now - Duration.ofNanos(System.nanoTime() - injected).toMillis();
        for (String table : LabPlant.TABLES) {
            List<Long> reads = lab.reads(table);
            int most =
                    Attempts.inBusiestMinute(
                            reads, Duration.ofMillis(1), from, from + lasted.toMillis());
            assertThat(most)
                    .as("reads of %s in %s", table, lasted)
                    .isLessThanOrEqualTo(Attempts.readsAllowed(lasted));
        }
        return calls;
    }

    /** The figures are those of the database, by its own SQL. */
    private void assertWhatTheDatabaseHolds() throws SQLException {
        JsonNode data = lab.andon().http.get("/api/wip/overview/summary").data();
        List<String> said =
                List.of(
                        data.path("lots").asText(),
                        data.path("qty").asText(),
                        data.at("/byStatus/HOLD/lots").asText());
        assertThat(said)
                .isEqualTo(
                        lab.server()
                                .texts(
                                        """
                                        SELECT unnest(ARRAY[count(*), sum(qty),
                                          count(*) FILTER (WHERE status = 'HOLD')]) FROM mes.lot
                                        """));
        assertThat(lab.andon().http.get("/api/resource/status?pageSize=1").data().path("total"))
                .hasToString(lab.server().texts("SELECT count(*) FROM mes.machine").getFirst());
    }
}
