package io.andon.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/** Seeded draws from the shapes that a plant's figures have. Threads: confined to one. */
final class Draw {
    private final SplittableRandom random;

    Draw(long seed) {
        random = new SplittableRandom(seed);
    }

    /** An independent stream: the same seed and number give the same draws. */
    static Draw of(long seed, long number) {
        return new Draw(seed * 0x9E3779B97F4A7C15L + number);
    }

    double uniform() {
        return random.nextDouble();
    }

    /** At least 0, below {@code bound}. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** From {@code low} to {@code high}, both included. */
    long between(long low, long high) {
        return random.nextLong(low, high + 1);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    <T> T pick(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    /** Log-normal with this median; about a sixth lies above {@code median * exp(sigma)}. */
    double logNormal(double median, double sigma) {
        return median * StrictMath.exp(sigma * random.nextGaussian());
    }

    /** An instant before {@code now} by a log-normal number of hours, at most a year. */
    Instant before(Instant now, double medianHours, double sigma) {
        double hours = Math.min(logNormal(medianHours, sigma), 365.0 * 24);
        return now.minusMillis((long) (hours * Duration.ofHours(1).toMillis()));
    }

    /** Uniform in [from, to]. */
    Instant within(Instant from, Instant to) {
        return from.plusMillis(
                (long) (random.nextDouble() * Duration.between(from, to).toMillis()));
    }
}
