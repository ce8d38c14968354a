package dev.tallystream.aggregator.view;

import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreType;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.internals.CompositeReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.internals.StateStoreProvider;

/** A store of the driver as interactive queries give it out: its iterators are opened at the first question. */
final class LazyStore implements ReadOnlyKeyValueStore<Bytes, byte[]> {
    private final ReadOnlyKeyValueStore<Bytes, byte[]> store;

    LazyStore(TopologyTestDriver driver, String name) {
        StateStoreProvider provider = new StateStoreProvider() {
            @Override
            @SuppressWarnings("unchecked") // every store of the driver is one of keys and values
            public <T> List<T> stores(String storeName, QueryableStoreType<T> type) {
                return List.of((T) driver.<Bytes, byte[]>getKeyValueStore(storeName));
            }
        };
        store = new CompositeReadOnlyKeyValueStore<>(provider, QueryableStoreTypes.keyValueStore(), name);
    }

    @Override
    public byte[] get(Bytes key) {
        return store.get(key);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        return store.range(from, to);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        return store.all();
    }

    @Override
    public long approximateNumEntries() {
        return store.approximateNumEntries();
    }
}
