package dev.tallystream.aggregator.topology;

import dev.tallystream.aggregator.table.CommitHook;
import dev.tallystream.aggregator.table.Stores;
import dev.tallystream.contract.directory.DirectoryKey;
import dev.tallystream.contract.rejected.RejectedKey;
import dev.tallystream.contract.topic.Placement;
import dev.tallystream.contract.topic.Topic;
import dev.tallystream.contract.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;

/**
 * The one topology, one sub-topology, one task for each partition:
 *
 * <pre>
 * credit-events ──▶ admit ──┬─ misplaced ──▶ [misplaced-repartition] ──▶ admit-rerouted ─┐
 *                           └─ otherwise ─────────────────────────────────────────────┬──┘
 *                                                                                     ▼
 *                                                                              count-each-once ──▶ reject ──▶ credit-events-rejected
 * directory ──▶ keep-directory ──▶ directory      organization-settings ──▶ keep-settings ──▶ organization-settings
 * erased-users ──▶ keep-erased-users ──▶ directory      credit-allocations ──▶ keep-allocations ──▶ credit-allocations
 * </pre>
 */
public final class CreditTopology {
    /** Names the internal topic on which misplaced records travel to the partition of their organization. */
    public static final String MISPLACED = "misplaced";

    private static final String BY_PLACE = "by-place-";

    /** The broker stamps every record (LogAppendTime); whatever stands there never stops processing. */
    private static final TimestampExtractor APPEND_TIME = (record, partitionTime) -> appendTime(record.timestamp());

    /**
     * Settings that are there are read before any event that waits: the newest record of an organization says by which
     * rule its oldest event is counted, and when the tables are built anew, only the newest is left.
     */
    private static final TimestampExtractor BEFORE_ALL_EVENTS = (record, partitionTime) -> 0;

    private CreditTopology() {}

    /** The topic on which misplaced records travel. */
    public static String misplacedTopic(String applicationId) {
        return applicationId + "-" + MISPLACED + "-repartition";
    }

    /**
     * Builds it.
     *
     * @param rules what it is told from outside
     * @param tasks learns which tasks count here and how far they are
     */
    public static Topology build(CountingRules rules, LiveTasks tasks) {
        return build(rules, tasks, Stores::onDisk);
    }

    /** The same with stores of another kind, for a model that runs thousands of times. */
    public static Topology build(
            CountingRules rules, LiveTasks tasks, Function<String, KeyValueBytesStoreSupplier> storage) {
        StreamsBuilder builder = new StreamsBuilder();
        Stores.names().forEach(name -> builder.addStateStore(Stores.builder(storage.apply(name))));
        builder.addStateStore(new CommitHook.Builder());

        KStream<byte[], byte[]> events =
                builder.stream(Topics.CREDIT_EVENTS.name(), consumed(Topics.CREDIT_EVENTS, APPEND_TIME));
        Map<String, KStream<byte[], Admitted>> admitted = events.process(
                        () -> new Admit(rules.partitions(), tasks), Named.as("admit"), Stores.LEDGER)
                .split(Named.as(BY_PLACE))
                .branch((key, value) -> value instanceof Admitted.Misplaced, Branched.as("misplaced"))
                .defaultBranch(Branched.as("otherwise"));

        KStream<byte[], Admitted> rerouted = branch(admitted, "misplaced")
                .mapValues(CreditTopology::bytes, Named.as("misplaced-bytes"))
                .repartition(Repartitioned.<byte[], byte[]>as(MISPLACED)
                        .withKeySerde(Serdes.ByteArray())
                        .withValueSerde(Serdes.ByteArray())
                        .withNumberOfPartitions(rules.partitions()))
                .process(AdmitRerouted::new, Named.as("admit-rerouted"));

        branch(admitted, "otherwise")
                .merge(rerouted, Named.as("own-and-rerouted"))
                .process(() -> new CountEachOnce(tasks, rules), Named.as("count-each-once"), storeNames())
                .process(() -> new Reject(new ErasedNames(tasks, rules)), Named.as("reject"))
                .to(
                        Topics.CREDIT_EVENTS_REJECTED.name(),
                        Produced.with(Topics.CREDIT_EVENTS_REJECTED.key(), Topics.CREDIT_EVENTS_REJECTED.value())
                                .withName("rejected")
                                .withStreamPartitioner(CreditTopology::besideItsOrigin));

        KStream<byte[], byte[]> unwelcomeNames = builder.stream(
                        Topics.DIRECTORY.name(), consumed(Topics.DIRECTORY, APPEND_TIME))
                .process(() -> new KeepDirectory(tasks), Named.as("keep-directory"), Stores.DIRECTORY);
        builder.stream(Topics.ORGANIZATION_SETTINGS.name(), consumed(Topics.ORGANIZATION_SETTINGS, BEFORE_ALL_EVENTS))
                .process(() -> new KeepSettings(tasks), Named.as("keep-settings"), Stores.SETTINGS)
                .to(
                        Topics.ORGANIZATION_SETTINGS.name(),
                        Produced.with(Topics.ORGANIZATION_SETTINGS.key(), Topics.ORGANIZATION_SETTINGS.value())
                                .withStreamPartitioner(CreditTopology::partitionOf)
                                .withName("standing-settings"));
        // At once, too: no event is counted by them, and a payment does not wait behind a load of history.
        builder.stream(Topics.CREDIT_ALLOCATIONS.name(), consumed(Topics.CREDIT_ALLOCATIONS, BEFORE_ALL_EVENTS))
                .process(() -> new KeepAllocations(tasks), Named.as("keep-allocations"), Stores.ALLOCATIONS)
                .to(
                        Topics.CREDIT_ALLOCATIONS.name(),
                        Produced.with(Topics.CREDIT_ALLOCATIONS.key(), Topics.CREDIT_ALLOCATIONS.value())
                                .withStreamPartitioner(CreditTopology::partitionOf)
                                .withName("standing-allocations"));
        builder.stream(Topics.ERASED_USERS.name(), consumed(Topics.ERASED_USERS, APPEND_TIME))
                .process(() -> new KeepErasedUsers(tasks), Named.as("keep-erased-users"), Stores.ERASED_USERS)
                .merge(unwelcomeNames, Named.as("erased-names"))
                .to(
                        Topics.DIRECTORY.name(),
                        Produced.with(Topics.DIRECTORY.key(), Topics.DIRECTORY.value())
                                .withStreamPartitioner(CreditTopology::besideItsOrganization)
                                .withName("removed-names"));
        return builder.build();
    }

    private static KStream<byte[], Admitted> branch(Map<String, KStream<byte[], Admitted>> branches, String name) {
        KStream<byte[], Admitted> branch = branches.get(BY_PLACE + name);
        if (branch == null) {
            throw new IllegalStateException("there is no branch " + name);
        }
        return branch;
    }

    private static byte[] bytes(Admitted admitted) {
        return switch (admitted) {
            case Admitted.Misplaced misplaced -> misplaced.bytes();
            case Admitted.Countable countable -> countable.bytes();
            case Admitted.Rejected rejected -> throw new IllegalStateException("a rejected record is not passed on");
        };
    }

    /** As everybody places an organization's records; the key of one that was read names an organization. */
    private static Optional<Set<Integer>> partitionOf(String topic, byte[] recordKey, byte[] value, int partitions) {
        return Placement.organizationOf(recordKey)
                .map(organization -> Set.of(Placement.partitionOf(organization, partitions)));
    }

    private static Optional<Set<Integer>> besideItsOrganization(
            String topic, byte[] directoryKey, byte[] value, int partitions) {
        return Optional.of(Set.of(
                Placement.partitionOf(DirectoryKey.fromBytes(directoryKey).organization(), partitions)));
    }

    private static Consumed<byte[], byte[]> consumed(Topic<byte[], byte[]> topic, TimestampExtractor time) {
        return Consumed.with(topic.key(), topic.value())
                .withTimestampExtractor(time)
                .withName(topic.name());
    }

    static long appendTime(long timestamp) {
        return Math.max(0, timestamp);
    }

    /** A rejected record lies on the partition of its origin, so that its key alone says where it can be removed. */
    private static Optional<Set<Integer>> besideItsOrigin(String topic, byte[] key, byte[] value, int partitions) {
        return Optional.of(Set.of(RejectedKey.fromBytes(key).partition() % partitions));
    }

    private static String[] storeNames() {
        List<String> names = new ArrayList<>(Stores.names());
        names.add(CommitHook.NAME);
        return names.toArray(String[]::new);
    }
}
