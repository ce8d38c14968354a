package dev.tallystream.aggregator.topology;

import dev.tallystream.aggregator.view.UsageTable;
import dev.tallystream.contract.erasure.ErasureKey;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the topology is told from outside.
 *
 * @param partitions of the events topic
 * @param retention how long each table keeps its periods; a table that keeps everything is absent
 * @param erasureKey tells erased users from others; null where nobody can be erased
 */
public record CountingRules(
        int partitions,
        Map<UsageTable, Duration> retention,
        @Nullable ErasureKey erasureKey) {
    /** Keeps a copy. */
    public CountingRules {
        retention = Map.copyOf(retention);
    }

    /** Keeps everything and erases nobody. */
    public static CountingRules of(int partitions) {
        return new CountingRules(partitions, Map.of(), null);
    }
}
