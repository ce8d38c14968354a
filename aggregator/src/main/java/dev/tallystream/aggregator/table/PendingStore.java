package dev.tallystream.aggregator.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * A store whose changes since the last commit are in memory, as objects: a row that changes a thousand times between
 * two commits is decoded, encoded and written once. Reads here see the changes; the store below, its changelog and every
 * query see them when they are written back. One thread's.
 */
public final class PendingStore<V> {
    private final KeyValueStore<Bytes, byte[]> store;
    private final Function<byte[], V> decode;
    private final Function<V, byte[]> encode;
    private final Map<Bytes, Pending<V>> pending = new HashMap<>();

    /** The value that a key has now; null for none. */
    private record Pending<V>(@Nullable V value) {}

    PendingStore(KeyValueStore<Bytes, byte[]> store, Function<byte[], V> decode, Function<V, byte[]> encode) {
        this.store = store;
        this.decode = decode;
        this.encode = encode;
    }

    /** The value, null for none. */
    public @Nullable V get(Bytes key) {
        Pending<V> changed = pending.get(key);
        if (changed != null) {
            return changed.value;
        }
        byte[] stored = store.get(key);
        return stored == null ? null : decode.apply(stored);
    }

    /** Puts the value, or takes the key out where it is null. */
    public void put(Bytes key, @Nullable V value) {
        pending.put(key, new Pending<>(value));
    }

    /** How many keys changed. */
    int size() {
        return pending.size();
    }

    /** The store below, where nothing is pending: only then a scan of it is right. */
    KeyValueStore<Bytes, byte[]> writtenBack() {
        if (!pending.isEmpty()) {
            throw new IllegalStateException(store.name() + " has changes that are not written back");
        }
        return store;
    }

    /** Writes the changes in the order of their keys, which the store takes in faster than in any other. */
    void writeBack() {
        if (pending.isEmpty()) {
            return;
        }
        List<KeyValue<Bytes, byte[]>> changes = new ArrayList<>(pending.size());
        pending.forEach((key, change) ->
                changes.add(KeyValue.pair(key, change.value == null ? null : encode.apply(change.value))));
        changes.sort(Comparator.comparing(change -> change.key));
        store.putAll(changes);
        pending.clear();
    }

    void forget() {
        pending.clear();
    }
}
