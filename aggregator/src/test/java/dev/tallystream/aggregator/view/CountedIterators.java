package dev.tallystream.aggregator.view;

import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Knows which iterators of its stores are open, and lets the opening of one fail. */
final class CountedIterators {
    private final Set<KeyValueIterator<Bytes, byte[]>> open = new HashSet<>();
    private int untilFailure = Integer.MAX_VALUE;

    int open() {
        return open.size();
    }

    /** So many more can be opened; the next is of a store that is gone, as the first question shows. */
    void failAfter(int more) {
        untilFailure = more;
    }

    ReadOnlyKeyValueStore<Bytes, byte[]> of(ReadOnlyKeyValueStore<Bytes, byte[]> store) {
        return new ReadOnlyKeyValueStore<>() {
            @Override
            public byte[] get(Bytes key) {
                return store.get(key);
            }

            @Override
            public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
                return new Counted(store.range(from, to), untilFailure-- == 0);
            }

            @Override
            public KeyValueIterator<Bytes, byte[]> all() {
                return new Counted(store.all(), untilFailure-- == 0);
            }

            @Override
            public long approximateNumEntries() {
                return store.approximateNumEntries();
            }
        };
    }

    private final class Counted implements KeyValueIterator<Bytes, byte[]> {
        private final KeyValueIterator<Bytes, byte[]> rows;
        private final boolean fails;

        Counted(KeyValueIterator<Bytes, byte[]> rows, boolean fails) {
            this.rows = rows;
            this.fails = fails;
            open.add(this);
        }

        @Override
        public boolean hasNext() {
            if (fails) {
                throw new InvalidStateStoreException("gone");
            }
            return rows.hasNext();
        }

        @Override
        public KeyValue<Bytes, byte[]> next() {
            return rows.next();
        }

        @Override
        public Bytes peekNextKey() {
            return rows.peekNextKey();
        }

        @Override
        public void close() {
            rows.close();
            open.remove(this);
        }
    }
}
