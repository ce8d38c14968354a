package dev.tallystream.aggregator.table;

import dev.tallystream.aggregator.view.UsageTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
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
    /** What was agreed: the allocations topic's keys and values. */
    public static final String ALLOCATIONS = "credit-allocations";
    /** (organization, backfill) → what became of its events. */
    public static final String BACKFILLS = "backfills";
    /** Erased users: the topic's keys → how many rows were moved. */
    public static final String ERASED_USERS = "erased-users";
    /** What became of every record of this partition, how far it is read, and the edge of each table. */
    public static final String LEDGER = "ledger";

    /** Small segments and a bound on dirt, or a small installation never compacts and restores for ever. */
    private static final Map<String, String> CHANGELOG = Map.of(
            "segment.bytes", Integer.toString(64 * 1024 * 1024),
            "max.compaction.lag.ms", Long.toString(24L * 60 * 60 * 1000),
            "min.cleanable.dirty.ratio", "0.3");

    private Stores() {}

    /** The names of all stores that hold something. */
    public static List<String> names() {
        List<String> names = new ArrayList<>();
        for (UsageTable table : UsageTable.values()) {
            names.add(table.storeName());
        }
        names.addAll(List.of(
                IDENTITIES, WAITING_REVERSALS, DIRECTORY, SETTINGS, ALLOCATIONS, BACKFILLS, ERASED_USERS, LEDGER));
        return names;
    }

    /**
     * How a store is built: with a changelog that is named after it. No write cache of Kafka's: what changed
     * since the last commit is in {@link TaskStores}, so that a query sees what is written back and nothing else.
     */
    public static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder(KeyValueBytesStoreSupplier storage) {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(storage, Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingEnabled(CHANGELOG)
                .withCachingDisabled();
    }

    /** RocksDB under that name. */
    public static KeyValueBytesStoreSupplier onDisk(String name) {
        return org.apache.kafka.streams.state.Stores.persistentKeyValueStore(name);
    }
}
