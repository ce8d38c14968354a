package dev.tallystream.benchmark.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Leaves out ever smaller parts as long as the difference stays. */
final class Shrinker {
    private Shrinker() {}

    static <T> List<T> shrink(List<T> steps, Predicate<List<T>> differs) {
        List<T> smallest = steps;
        for (int part = Math.max(1, smallest.size() / 2); part >= 1; part /= 2) {
            for (int from = 0; from < smallest.size(); ) {
                List<T> without = new ArrayList<>(smallest.subList(0, from));
                without.addAll(smallest.subList(Math.min(smallest.size(), from + part), smallest.size()));
                if (differs.test(without)) {
                    smallest = without;
                } else {
                    from += part;
                }
            }
        }
        return smallest;
    }
}
