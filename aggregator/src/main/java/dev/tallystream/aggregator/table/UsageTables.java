package dev.tallystream.aggregator.table;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.view.Tally;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * The four tables: {@code usage-daily}, {@code usage-weekly}, {@code usage-monthly}, {@code usage-quarterly}. Each is
 * a store whose changelog anybody can read as a KTable with {@link #keySerde()} and {@link #tallySerde()}.
 */
public final class UsageTables {
    private UsageTables() {}

    /** The table of that granularity. */
    public static String storeName(Granularity granularity) {
        return switch (granularity) {
            case DAY -> "usage-daily";
            case WEEK -> "usage-weekly";
            case MONTH -> "usage-monthly";
            case QUARTER -> "usage-quarterly";
        };
    }

    /** The topic from which anybody can read the table. */
    public static String changelogTopic(String applicationId, Granularity granularity) {
        return applicationId + "-" + storeName(granularity) + "-changelog";
    }

    /** Row keys on the changelog. */
    public static Serde<UsageRowKey> keySerde() {
        return Serdes.serdeFrom((topic, key) -> key.toBytes(), (topic, bytes) -> UsageRowKey.fromBytes(bytes));
    }

    /** Row values on the changelog; a deleted row is a tombstone. */
    public static Serde<Tally> tallySerde() {
        return Serdes.serdeFrom(
                (topic, tally) -> tally == null ? null : TallyBytes.encode(tally),
                (topic, bytes) -> bytes == null ? null : TallyBytes.decode(bytes));
    }
}
