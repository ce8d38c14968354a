package dev.tallystream.standalone.history;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The rows of a file that are no events, or none that ingest takes: how many for which reason, and the first few. */
final class BadRows {
    private static final int SHOWN = 10;

    private final SortedMap<String, Long> countByReason = new TreeMap<>();
    private final List<HistoryRow.Bad> first = new ArrayList<>();

    void add(HistoryRow.Bad row) {
        countByReason.merge(row.reason(), 1L, Long::sum);
        if (first.size() < SHOWN) {
            first.add(row);
        }
    }

    long count() {
        return countByReason.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many for which reason, here and there together. */
    SortedMap<String, Long> plus(BadRows other) {
        SortedMap<String, Long> sum = new TreeMap<>(countByReason);
        other.countByReason.forEach((reason, count) -> sum.merge(reason, count, Long::sum));
        return sum;
    }

    List<HistoryRow.Bad> first() {
        return List.copyOf(first);
    }
}
