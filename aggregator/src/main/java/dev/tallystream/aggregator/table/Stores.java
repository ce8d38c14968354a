package dev.tallystream.aggregator.table;

import dev.tallystream.aggregator.period.Granularity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/** Every store of a task: an organization's rows, identities, directory and settings live together on one. */
public final class Stores {
    /** What was counted already: (organization, hash of source and id) → {@link Identities.Known}. */
    public static final String IDENTITIES = "identities";
    /** (organization, hash of the awaited original's source and id) → the reversal that waits for it. */
    public static final String WAITING_REVERSALS = "waiting-reversals";
    /** Names: the directory topic's keys and values. */
    public static final String DIRECTORY = "directory";
    /** Settings: the settings topic's keys and values. */
    public static final String SETTINGS = "organization-settings";
    /** (organization, backfill) → what became of its events. */
    public static final String BACKFILLS = "backfills";
    /** One row: what became of every record of this partition, and how far it is read. */
    public static final String LEDGER = "ledger";

    /** Small segments and a bound on dirt, or a small installation never compacts and restores for ever. */
    private static final Map<String, String> CHANGELOG = Map.of(
            "segment.bytes", Integer.toString(64 * 1024 * 1024),
            "max.compaction.lag.ms", Long.toString(24L * 60 * 60 * 1000),
            "min.cleanable.dirty.ratio", "0.3");

    private Stores() {}

    /** The names of all stores. */
    public static List<String> names() {
        List<String> names = new ArrayList<>();
        for (Granularity granularity : Granularity.values()) {
            names.add(UsageTables.storeName(granularity));
        }
        names.addAll(List.of(IDENTITIES, WAITING_REVERSALS, DIRECTORY, SETTINGS, BACKFILLS, LEDGER));
        return names;
    }

    /** How a store is built: RocksDB under a write cache, with a changelog that is named after it. */
    public static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder(String name) {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        org.apache.kafka.streams.state.Stores.persistentKeyValueStore(name),
                        Serdes.Bytes(),
                        Serdes.ByteArray())
                .withLoggingEnabled(CHANGELOG)
                .withCachingEnabled();
    }
}
