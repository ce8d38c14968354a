package dev.tallystream.standalone.demo;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/** Draws items, each as often as its weight says. */
final class Weighted<T> {
    private final List<T> items;
    private final double[] upTo;

    private Weighted(List<T> items, double[] upTo) {
        this.items = items;
        this.upTo = upTo;
    }

    /** Weights are positive, at least one item's. */
    static <T> Weighted<T> of(List<T> items, ToDoubleFunction<T> weight) {
        double[] upTo = new double[items.size()];
        double sum = 0;
        for (int i = 0; i < upTo.length; i++) {
            sum += weight.applyAsDouble(items.get(i));
            upTo[i] = sum;
        }
        return new Weighted<>(List.copyOf(items), upTo);
    }

    /** As Zipf found it: the item in place n is drawn 1/n^exponent as often as the first. */
    static <T> Weighted<T> zipf(List<T> items, double exponent) {
        double[] upTo = new double[items.size()];
        double sum = 0;
        for (int i = 0; i < upTo.length; i++) {
            // StrictMath, because Math may differ in the last bit from machine to machine.
            sum += 1 / StrictMath.pow(i + 1, exponent);
            upTo[i] = sum;
        }
        return new Weighted<>(List.copyOf(items), upTo);
    }

    T draw(RandomGenerator random) {
        double point = random.nextDouble() * upTo[upTo.length - 1];
        int low = 0;
        int high = upTo.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (point < upTo[middle]) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return items.get(low);
    }
}
