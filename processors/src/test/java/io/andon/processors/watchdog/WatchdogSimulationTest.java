package io.andon.processors.watchdog;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.cache.Action;
import io.andon.cache.DegradedCode;
import io.andon.cache.disk.StateFolder;
import io.andon.processors.health.Health;
import io.andon.processors.watchdog.World.Restart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Days that nobody wrote: faults, crashes, pauses, machines that go off, clocks that step, a
 * watchdog that is killed at any point and files that are damaged. What came of them is counted in
 * the world's own history.
 */
final class WatchdogSimulationTest {
    private static final Limits LIMITS = WatchdogDocument.limits();

    @TempDir private Path data;

    static LongStream seeds() {
        long first = seedOfTheDay();
        return LongStream.range(first, first + 10);
    }

    private static long seedOfTheDay() {
        return Long.getLong("andon.test.seed", LocalDate.now(ZoneOffset.UTC).toEpochDay());
    }

    static LongStream manySeeds() {
        return LongStream.range(1, 300);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void noHistoryBreaksALimit(long seed) throws Exception {
        assertWithinLimits(live(seed, Duration.ofDays(7), true));
    }

    @Tag("full")
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("manySeeds")
    void noHistoryOfManyBreaksALimit(long seed) throws Exception {
        assertWithinLimits(live(seed, Duration.ofDays(14), true));
    }

    /** With nothing to restart the limits would be kept by one that never acts. */
    @Test
    void theHistoriesHaveRestarts() throws Exception {
        int restarts = 0;
        for (long seed : seeds().limit(5).toArray())
            restarts += live(seed, Duration.ofDays(7), true).restarts().size();
        assertThat(restarts).isGreaterThan(100);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aClockThatStepsChangesNoDecision(long seed) throws Exception {
        World steady = live(seed, Duration.ofDays(3), false);
        World stepping = live(seed, Duration.ofDays(3), true);
        assertThat(stepping.decisions()).isEqualTo(steady.decisions());
        assertThat(stepping.restarts()).isEqualTo(steady.restarts());
    }

    /**
     * Any answer of a process that lives, sensible or not: codes of the database are waited for.
     */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aProcessThatLivesIsRestartedForALeakAlone(long seed) {
        var random = new Random(seed);
        var memory = Memory.fresh();
        for (int look = 0; look < 50_000; look++) {
            boolean helps = random.nextBoolean();
            Action action = any(Action.values(), random);
            var codes = EnumSet.noneOf(DegradedCode.class);
            for (int i = random.nextInt(4); i > 0; i--)
                codes.add(any(DegradedCode.values(), random));
            if (random.nextInt(3) == 0) codes.add(DegradedCode.DB_POOL_EXHAUSTED);
            var seen =
                    new Observation.Answered(
                            "a", true, Health.State.DEGRADED, codes, action, helps, false);
            Step step = Watchdog.decide(seen, memory, patient(), tick(look * 5L), random);
            memory = step.memory();
            if (step.decision() instanceof Decision.Restart) {
                assertThat(helps).isTrue();
                assertThat(action).isIn(Action.RESTART, Action.RELOAD);
                assertThat(codes)
                        .contains(DegradedCode.DB_POOL_EXHAUSTED)
                        .doesNotContain(DegradedCode.DB_UNREACHABLE, DegradedCode.DB_AUTH_FAILED);
            }
        }
    }

    /** Up to a quarter more than the doubled pause, and not always the same. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void pausesAreDrawnAndNeverShorter(long seed) {
        var random = new Random(seed);
        var drawn = new HashSet<Long>();
        for (int draw = 0; draw < 100; draw++) {
            long pause = Watchdog.pause(Duration.ofMinutes(5), Duration.ofHours(1), 2, random);
            assertThat(pause).isBetween(600_000L, 750_000L);
            drawn.add(pause);
        }
        assertThat(drawn).hasSizeGreaterThan(50);
    }

    private static <T> T any(T[] of, Random random) {
        return of[random.nextInt(of.length)];
    }

    private static Tick tick(long seconds) {
        return new Tick(Instant.ofEpochSecond(seconds), "boot", Duration.ofSeconds(seconds));
    }

    /** So that single looks decide, and the budget is never in the way. */
    private static Limits patient() {
        return new Limits(
                Duration.ofSeconds(5),
                Duration.ofSeconds(3),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Integer.MAX_VALUE,
                Duration.ofMinutes(10),
                9,
                Duration.ofMinutes(10),
                Duration.ofMinutes(15),
                5,
                Duration.ofHours(4));
    }

    private static void assertWithinLimits(World world) {
        List<Restart> restarts = world.restarts();
        assertThat(restarts).allMatch(Restart::justified).noneMatch(Restart::inMaintenance);
        Deque<Long> hour = new ArrayDeque<>();
        long before = Long.MIN_VALUE / 2;
        for (Restart each : restarts) {
            assertThat(each.at() - before)
                    .as("between restarts")
                    .isGreaterThanOrEqualTo(Duration.ofMinutes(5).toMillis());
            before = each.at();
            hour.addLast(each.at());
            while (hour.getFirst() <= each.at() - Duration.ofHours(1).toMillis())
                hour.removeFirst();
            assertThat(hour.size()).as("restarts in an hour").isLessThanOrEqualTo(3);
        }
    }

    private World live(long seed, Duration length, boolean clockSteps) throws Exception {
        var world = new World(seed, clockSteps);
        long end = world.time() + length.toMillis();
        Path own = Files.createTempDirectory(data, "seed");
        var disk = new Memory[] {Memory.fresh()};
        Vigil vigil = vigil(disk, world);
        while (world.time() < end) {
            boolean dies = world.goOn();
            if (dies) vigil = again(disk, world, own);
            try {
                world.decided(vigil.look(world.look(), world.tick()).decision());
            } catch (World.Killed _) {
                vigil = again(disk, world, own);
            }
        }
        return world;
    }

    private static Vigil vigil(Memory[] disk, World world) {
        return new Vigil(
                disk[0], memory -> disk[0] = memory, world, LIMITS, new Random(world.draw(100)));
    }

    /** A new watchdog finds the file of the one before it, whole or not. */
    private static Vigil again(Memory[] disk, World world, Path data) throws IOException {
        try (var folder = new StateFolder(data, "watchdog")) {
            folder.claim();
            var file = new StateFile(folder);
            file.save(disk[0]);
            if (world.draw(5) == 0) damage(data.resolve("watchdog/state"), world);
            disk[0] = file.load(LIMITS).memory();
        }
        return vigil(disk, world);
    }

    private static void damage(Path file, World world) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (world.draw(2) == 0) bytes = Arrays.copyOf(bytes, world.draw(bytes.length));
        else bytes[world.draw(bytes.length)] ^= (byte) (1 << world.draw(8));
        Files.write(file, bytes);
    }
}
