package dev.tallystream.aggregator.table;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one range of a store as they were when it was opened, read once, whatever is written meanwhile. Must be
 * closed: until then it keeps blocks of the store, and what was deleted since. Where the store closes first, reading
 * fails with an {@link org.apache.kafka.streams.errors.InvalidStateStoreException} and never ends early.
 */
public final class RowRange<T> implements Iterable<T>, AutoCloseable {
    private final KeyValueIterator<Bytes, byte[]> rows;
    private final Function<KeyValue<Bytes, byte[]>, @Nullable T> decoder;

    private RowRange(KeyValueIterator<Bytes, byte[]> rows, Function<KeyValue<Bytes, byte[]>, @Nullable T> decoder) {
        this.rows = rows;
        this.decoder = decoder;
    }

    /** Opens the range; rows that the decoder makes nothing of are passed over. */
    static <T> RowRange<T> open(
            ReadOnlyKeyValueStore<Bytes, byte[]> store,
            byte[] first,
            byte[] last,
            Function<KeyValue<Bytes, byte[]>, @Nullable T> decoder) {
        RowRange<T> range = new RowRange<>(store.range(Bytes.wrap(first), Bytes.wrap(last)), decoder);
        try {
            // Kafka's iterator opens the one of RocksDB at the first question, also where the range has no row.
            var _ = range.rows.hasNext();
            return range;
        } catch (RuntimeException closed) {
            range.close();
            throw closed;
        }
    }

    @Override
    public Iterator<T> iterator() {
        return new Iterator<>() {
            private @Nullable T next;

            @Override
            public boolean hasNext() {
                while (next == null && rows.hasNext()) {
                    next = decoder.apply(rows.next());
                }
                return next != null;
            }

            @Override
            public T next() {
                T row = hasNext() ? next : null;
                if (row == null) {
                    throw new NoSuchElementException();
                }
                next = null;
                return row;
            }
        };
    }

    @Override
    public void close() {
        rows.close();
    }
}
