package dev.tallystream.query.topic;

import dev.tallystream.contract.topic.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A topic, short enough to be read whole, as it is committed when it is opened. One thread's. */
public final class CommittedTopic implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    /** Polls that may bring nothing one after the other before Kafka is taken to be away: half a minute. */
    private static final int MOST_EMPTY_POLLS = 150;

    private static final int API_TIMEOUT_MS = 15_000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> ends;

    private CommittedTopic(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        this.consumer = consumer;
        this.ends = ends;
    }

    /**
     * Opens it; empty where Kafka has no such topic.
     *
     * @throws KafkaException where Kafka cannot be reached
     */
    public static Optional<CommittedTopic> open(String bootstrapServers, Topic<byte[], byte[]> topic, String clientId) {
        KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrapServers, clientId);
        try {
            List<PartitionInfo> found = consumer.partitionsFor(topic.name());
            if (found == null || found.isEmpty()) {
                consumer.close();
                return Optional.empty();
            }
            List<TopicPartition> partitions = found.stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            return Optional.of(new CommittedTopic(consumer, consumer.endOffsets(partitions)));
        } catch (KafkaException away) {
            consumer.close();
            throw away;
        }
    }

    /** A consumer of nothing yet, which sees what is committed, belongs to no group and creates no topic. */
    public static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers, String clientId) {
        return consumer(bootstrapServers, clientId, Map.of());
    }

    /** The same with more settings. */
    static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers, String clientId, Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, API_TIMEOUT_MS);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Reads every record from the beginning to the end, and perhaps some that came since; may be asked again.
     *
     * @throws TimeoutException where Kafka stops answering
     */
    public void read(Consumer<ConsumerRecord<byte[], byte[]>> each) {
        consumer.seekToBeginning(ends.keySet());
        int empty = 0;
        while (!isAtEnd()) {
            ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
            polled.forEach(each);
            empty = polled.isEmpty() ? empty + 1 : 0;
            if (empty > MOST_EMPTY_POLLS) {
                throw new TimeoutException("the topic could not be read to its end");
            }
        }
    }

    private boolean isAtEnd() {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
