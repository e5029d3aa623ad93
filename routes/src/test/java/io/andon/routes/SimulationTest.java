package io.andon.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Histories of a plant, by seeded chance, each step held against a naive account of it. */
final class SimulationTest {
    private static final Logger LOG = LoggerFactory.getLogger(SimulationTest.class);
    private static final int FAST_ATTEMPTS = 800;
    private static final int FULL_ATTEMPTS = 12_000;
    private static final int FULL_SEEDS = 40;

    @TempDir private Path folder;

    /** Other ones each day; one by its number with {@code -Dandon.test.seed=N}. */
    static LongStream fast() {
        Long one = Long.getLong("andon.test.seed");
        if (one != null) return LongStream.of(one);
        long today = LocalDate.now(java.time.ZoneOffset.UTC).toEpochDay() * 100;
        return LongStream.range(today, today + 6);
    }

    static LongStream full() {
        Long one = Long.getLong("andon.test.seed");
        return one == null ? LongStream.range(1, 1 + FULL_SEEDS) : LongStream.of(one);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("fast")
    void everyInvariantHoldsThroughAHistory(long seed) {
        run(seed, FAST_ATTEMPTS);
    }

    @Tag("full")
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("full")
    void everyInvariantHoldsThroughLongHistories(long seed) {
        run(seed, FULL_ATTEMPTS);
    }

    private void run(long seed, int attempts) {
        try (var plant = new Simulation(seed, folder)) {
            Simulation.Tally tally = plant.run(attempts);
            assertThat(tally.attempts).isEqualTo(attempts);
            LOG.info("seed {}: {}", seed, tally);
        } catch (Exception e) {
            throw new AssertionError("seed " + seed, e);
        }
    }
}
