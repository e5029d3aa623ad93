package io.andon.demo;

import java.util.Arrays;

/**
 * Picks positions with given weights.
 *
 * <p>Shape: {@code upTo[i]} is the sum of the weights 0…i. A pick is O(log n). Immutable.
 */
final class Weights {
    private final double[] upTo;

    private Weights(double[] weights) {
        upTo = weights.clone();
        for (int i = 1; i < upTo.length; i++) upTo[i] += upTo[i - 1];
    }

    static Weights of(double... weights) {
        return new Weights(weights);
    }

    /** Zipf: position i weighs {@code 1 / (i + 1)^exponent}. */
    static Weights zipf(int size, double exponent) {
        var weights = new double[size];
        for (int i = 0; i < size; i++) weights[i] = StrictMath.pow(i + 1, -exponent);
        return new Weights(weights);
    }

    int pick(Draw draw) {
        int at = Arrays.binarySearch(upTo, draw.uniform() * upTo[upTo.length - 1]);
        return Math.min(at < 0 ? -at - 1 : at + 1, upTo.length - 1);
    }
}
