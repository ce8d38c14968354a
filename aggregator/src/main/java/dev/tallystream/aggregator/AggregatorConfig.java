package dev.tallystream.aggregator;

import dev.tallystream.aggregator.view.UsageTable;
import dev.tallystream.contract.erasure.ErasureKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one node's counting needs.
 *
 * @param bootstrapServers where the brokers are, {@code host:port,…}
 * @param applicationId names the consumer group and prefixes internal topics; one per installation
 * @param stateDirectory where the stores live; the same after a restart
 * @param partitions of the events topic where it is created here; an existing topic must have as many
 * @param replicationFactor of every topic that is created here
 * @param threads that count, at most one per partition works
 * @param instanceId static membership: a node that comes back under its name is not waited for; null for none
 * @param stallAfter how far answers may lie behind before readiness fails
 * @param retention how long each table keeps its periods, at least a period and the live window; a table that is
 *     absent keeps everything
 * @param erasureKey tells erased users from others; null where nobody can be erased
 */
public record AggregatorConfig(
        String bootstrapServers,
        String applicationId,
        Path stateDirectory,
        int partitions,
        short replicationFactor,
        int threads,
        @Nullable String instanceId,
        Duration stallAfter,
        Map<UsageTable, Duration> retention,
        @Nullable ErasureKey erasureKey) {
    /** The application id of an installation that did not choose one. */
    public static final String DEFAULT_APPLICATION_ID = "tallystream";

    /** With fewer partitions every record lies right by chance, and misplaced ones are found too late. */
    public static final int DEFAULT_PARTITIONS = 4;

    /** An answer that is older says so; a node that stays behind this long is taken out of service. */
    public static final Duration DEFAULT_STALL_AFTER = Duration.ofSeconds(10);

    /** Checks that numbers are positive and names are given. */
    public AggregatorConfig {
        check(!bootstrapServers.isBlank(), "bootstrapServers", bootstrapServers, "must not be blank");
        check(!applicationId.isBlank(), "applicationId", applicationId, "must not be blank");
        check(partitions > 0, "partitions", partitions, "must be at least 1");
        check(replicationFactor > 0, "replicationFactor", replicationFactor, "must be at least 1");
        check(threads > 0, "threads", threads, "must be at least 1");
        check(stallAfter.isPositive(), "stallAfter", stallAfter, "must be positive");
        retention = Map.copyOf(retention);
        retention.forEach((table, kept) -> check(
                kept.compareTo(shortestRetention(table)) >= 0,
                "the retention of the " + table.wireName() + " table",
                kept.toDays() + " days",
                "must be at least " + shortestRetention(table).toDays()
                        + " days, or usage of the running period would be passed over"));
    }

    /** The settings of a node that has the installation to itself, with one copy of everything. */
    public static AggregatorConfig singleNode(String bootstrapServers, Path stateDirectory, String instanceId) {
        return new AggregatorConfig(
                bootstrapServers,
                DEFAULT_APPLICATION_ID,
                stateDirectory,
                DEFAULT_PARTITIONS,
                (short) 1,
                Math.min(DEFAULT_PARTITIONS, Runtime.getRuntime().availableProcessors()),
                instanceId,
                DEFAULT_STALL_AFTER,
                Map.of(),
                null);
    }

    /** The least that a table must keep: the longest period and everything that may still arrive for it. */
    public static Duration shortestRetention(UsageTable table) {
        return switch (table) {
            case HOURLY, DAILY -> Duration.ofDays(3 + 36);
            case WEEKLY -> Duration.ofDays(13 + 36);
            case MONTHLY -> Duration.ofDays(31 + 36);
            case QUARTERLY -> Duration.ofDays(153 + 36);
        };
    }

    /** The same node with that retention. */
    public AggregatorConfig withRetention(Map<UsageTable, Duration> newRetention) {
        return new AggregatorConfig(
                bootstrapServers,
                applicationId,
                stateDirectory,
                partitions,
                replicationFactor,
                threads,
                instanceId,
                stallAfter,
                newRetention,
                erasureKey);
    }

    /** The same node with that key. */
    public AggregatorConfig withErasureKey(@Nullable ErasureKey newErasureKey) {
        return new AggregatorConfig(
                bootstrapServers,
                applicationId,
                stateDirectory,
                partitions,
                replicationFactor,
                threads,
                instanceId,
                stallAfter,
                retention,
                newErasureKey);
    }

    private static void check(boolean holds, String name, Object value, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + value + ", " + rule);
        }
    }
}
