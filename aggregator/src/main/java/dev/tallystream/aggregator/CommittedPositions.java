package dev.tallystream.aggregator;

import dev.tallystream.aggregator.topology.CreditTopology;
import dev.tallystream.contract.topic.Topics;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What the consumer group of the installation has committed, and where its topics end, asked of the brokers. */
final class CommittedPositions implements Settling.Positions {
    private static final long TIMEOUT_MS = 5_000;

    private final Admin admin;
    private final String applicationId;
    private final int partitions;

    CommittedPositions(Admin admin, AggregatorConfig config) {
        this.admin = admin;
        this.applicationId = config.applicationId();
        this.partitions = config.partitions();
    }

    @Override
    public Map<Integer, Long> committed() throws ExecutionException, TimeoutException, InterruptedException {
        return committed(Topics.CREDIT_EVENTS.name());
    }

    @Override
    public Map<Integer, Long> takenIn() throws ExecutionException, TimeoutException, InterruptedException {
        return committed(CreditTopology.misplacedTopic(applicationId));
    }

    @Override
    public Map<Integer, Long> misplacedEnds() throws ExecutionException, TimeoutException, InterruptedException {
        return offsets(CreditTopology.misplacedTopic(applicationId), OffsetSpec.latest());
    }

    @Override
    public Map<Integer, Long> firstFrom(Instant time)
            throws ExecutionException, TimeoutException, InterruptedException {
        String topic = Topics.CREDIT_EVENTS.name();
        Map<Integer, Long> ends = offsets(topic, OffsetSpec.latest());
        Map<Integer, Long> first = offsets(topic, OffsetSpec.forTimestamp(time.toEpochMilli()));
        // Kafka says -1 where nothing is that young.
        first.replaceAll((partition, offset) -> offset < 0 ? ends.get(partition) : offset);
        return first;
    }

    /** A partition without a committed offset is read from its first record on. */
    private Map<Integer, Long> committed(String topic)
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(applicationId)
                .partitionsToOffsetAndMetadata()
                .get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
        Map<Integer, Long> offsets = offsets(topic, OffsetSpec.earliest());
        offsets.replaceAll((partition, first) -> {
            OffsetAndMetadata found = committed.get(new TopicPartition(topic, partition));
            return found == null ? first : Math.max(first, found.offset());
        });
        return offsets;
    }

    private Map<Integer, Long> offsets(String topic, OffsetSpec spec)
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            asked.put(new TopicPartition(topic, partition), spec);
        }
        Map<Integer, Long> offsets = new HashMap<>();
        admin.listOffsets(asked)
                .all()
                .get(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .forEach((partition, found) -> offsets.put(partition.partition(), found.offset()));
        return offsets;
    }
}
