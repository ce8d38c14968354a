package dev.tallystream.aggregator.table;

import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.aggregator.view.UsageTable;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * How anybody reads a usage table as a KTable: the topic is {@link #changelogTopic}, keys and values are read with
 * {@link #keySerde()} and {@link #tallySerde()}.
 */
public final class UsageTables {
    private UsageTables() {}

    /** The topic from which anybody can read the table. */
    public static String changelogTopic(String applicationId, UsageTable table) {
        return applicationId + "-" + table.storeName() + "-changelog";
    }

    /** Row keys on the changelog. */
    public static Serde<UsageRowKey> keySerde() {
        return Serdes.serdeFrom((topic, key) -> key.toBytes(), (topic, bytes) -> UsageRowKey.fromBytes(bytes));
    }

    /** What a row's bytes say. */
    public static Tally tally(byte[] bytes) {
        return TallyBytes.decode(bytes);
    }

    /** Row values on the changelog; a deleted row is a tombstone. */
    public static Serde<Tally> tallySerde() {
        return Serdes.serdeFrom(
                (topic, tally) -> tally == null ? null : TallyBytes.encode(tally),
                (topic, bytes) -> bytes == null ? null : TallyBytes.decode(bytes));
    }
}
