package dev.tallystream.standalone.audit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The sum of every cell, in 64 bits as the promise is. */
final class CellSums {
    private final Map<Cell, Sums> sums = new HashMap<>();

    /**
     * Adds to all of the cells, or to none where one that is kept would leave 64 bits.
     *
     * @return whether it was added
     */
    boolean add(List<Cell> cells, long micros, long events, Predicate<Cell> isKept) {
        for (Cell cell : cells) {
            Sums before = sums.get(cell);
            if (before != null && leaves64Bits(before.micros(), micros) && isKept.test(cell)) {
                return false;
            }
        }
        for (Cell cell : cells) {
            sums.merge(
                    cell,
                    new Sums(micros, events),
                    (before, more) -> new Sums(before.micros() + micros, before.events() + events));
        }
        return true;
    }

    private static boolean leaves64Bits(long one, long other) {
        long sum = one + other;
        return ((one ^ sum) & (other ^ sum)) < 0;
    }

    Map<Cell, Sums> all() {
        sums.values().removeIf(Sums::isNothing);
        return sums;
    }
}
