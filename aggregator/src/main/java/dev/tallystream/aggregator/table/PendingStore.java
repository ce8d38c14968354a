package dev.tallystream.aggregator.table;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * A store whose changes since the last commit are in memory, as objects: a row that changes a thousand times between
 * two commits is decoded, encoded and written once. Reads here see the changes; the store below, its changelog and every query see
 * them when they are written back. One thread's.
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
        pending.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
                .forEach(change -> write(change.getKey(), change.getValue().value));
        pending.clear();
    }

    private void write(Bytes key, @Nullable V value) {
        if (value == null) {
            store.delete(key);
        } else {
            store.put(key, encode.apply(value));
        }
    }

    void forget() {
        pending.clear();
    }
}
