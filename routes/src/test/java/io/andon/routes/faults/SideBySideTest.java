package io.andon.routes.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How long cached reads take without and with a fault, in windows that alternate: each with the
 * fault is compared with the one just before it, and the median of these ratios counts, so that a
 * busy moment of the machine decides nothing. {@code -Dandon.fault=N} takes other rows ({@code
 * 4,9}).
 */
@Tag("full")
class SideBySideTest {
    /** A server that is gone, silent, slow, full, locked or frozen. */
    private static final String ROWS = "3,6,8,15,18,19,21";

    private static final int ROUNDS = 5;
    private static final Duration WINDOW = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final double RATIO_MAX = 1.5;

    /**
     * A 99th percentile below this counts as this. Clients, server and database share the cores: an
     * answer takes well below a millisecond of them, and the slowest of a hundred is one that
     * waited for its turn behind a thread or two. That wait is the scheduler's and not the fault's.
     */
    private static final long NOISE_MICROS = 5_000;

    private static final List<String> LINES = new ArrayList<>();

    @TempDir private static Path folder = Path.of("");
    private static Optional<FaultLab> opened = Optional.empty();

    /** The 99th percentiles of one round in microseconds. */
    private record Round(long before, long during) {
        double ratio() {
            return (double) Math.max(NOISE_MICROS, during) / Math.max(NOISE_MICROS, before);
        }
    }

    @BeforeAll
    static void open() throws Exception {
        opened = Optional.of(FaultLab.open(folder, Seed.ofTheDay()));
    }

    @AfterAll
    static void close() throws IOException {
        Report.keep(
                "side-by-side",
                """
                | Fault | p99 before ms | p99 during ms | Median of %d ratios |
                |---|---|---|---|
                """
                                .formatted(ROUNDS)
                        + String.join("", LINES));
        opened.orElseThrow().close();
    }

    static List<Fault> faults() {
        Set<String> rows = Set.of(System.getProperty("andon.fault", ROWS).split(","));
        return Stream.concat(Reachability.faults().stream(), Limits.faults().stream())
                .filter(fault -> rows.contains(Integer.toString(fault.number())))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void readsTakeNoLongerThanBeforeTheFault(Fault fault) throws Exception {
        List<Round> rounds = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) rounds.add(round(fault));
        double[] ratios = rounds.stream().mapToDouble(Round::ratio).sorted().toArray();
        LINES.add(
                String.format(
                        Locale.ROOT,
                        "| %d %s | %s | %s | %.2f |%n",
                        fault.number(),
                        fault.name(),
                        millis(rounds.stream().map(Round::before).toList()),
                        millis(rounds.stream().map(Round::during).toList()),
                        ratios[ROUNDS / 2]));
        assertThat(ratios[ROUNDS / 2])
                .as("%s of %s", Arrays.toString(ratios), rounds)
                .isLessThanOrEqualTo(RATIO_MAX);
    }

    private static Round round(Fault fault) throws Exception {
        FaultLab lab = opened.orElseThrow();
        lab.awaitSound();
        long before = p99(lab);
        Fault.Cure cure = fault.injection().into(lab);
        try {
            if (fault.degrades()) {
                var signals = new Signals(lab.andon());
                await().atMost(PATIENCE).until(() -> signals.showing(fault) > 0);
            }
            return new Round(before, p99(lab));
        } finally {
            cure.apply();
        }
    }

    private static long p99(FaultLab lab) {
        try (var watch = Watch.begin(lab.httpPort())) {
            await().pollDelay(WINDOW).atMost(WINDOW.plusSeconds(5)).until(() -> true);
            return new History(watch.readings()).p99Micros();
        }
    }

    private static String millis(List<Long> micros) {
        return micros.stream()
                .map(each -> String.format(Locale.ROOT, "%.1f", each / 1e3))
                .collect(Collectors.joining(" "));
    }
}
