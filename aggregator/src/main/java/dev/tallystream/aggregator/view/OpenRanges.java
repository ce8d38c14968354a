package dev.tallystream.aggregator.view;

import dev.tallystream.aggregator.table.RowRange;
import java.util.ArrayList;
import java.util.List;

/** Every range that one query opened; closes all of them whatever becomes of the query. One thread's. */
final class OpenRanges implements AutoCloseable {
    private final List<RowRange<?>> ranges = new ArrayList<>();

    <T> RowRange<T> add(RowRange<T> range) {
        ranges.add(range);
        return range;
    }

    @Override
    public void close() {
        RuntimeException failure = null;
        for (RowRange<?> range : ranges) {
            try {
                range.close();
            } catch (RuntimeException failed) {
                failure = failed;
            }
        }
        ranges.clear();
        if (failure != null) {
            throw failure;
        }
    }
}
