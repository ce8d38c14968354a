package dev.tallystream.standalone.rejected;

import dev.tallystream.contract.rejected.RejectedKey;
import dev.tallystream.contract.topic.Topics;
import dev.tallystream.standalone.CommandFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The rejected topic as it is committed when it is opened. */
final class RejectedTopic implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    /** Reading goes on as long as something comes; a broker that says nothing for so long is away. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    private static final int API_TIMEOUT_MS = 15_000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final InstantSource clock;
    private final Map<TopicPartition, Long> ends;

    private RejectedTopic(KafkaConsumer<byte[], byte[]> consumer, InstantSource clock, Map<TopicPartition, Long> ends) {
        this.consumer = consumer;
        this.clock = clock;
        this.ends = ends;
    }

    /** What was read: the events that are there, and how many records are none of ours. */
    record Content(Collection<RejectedEvent> events, long strangers) {}

    /**
     * Opens it.
     *
     * @throws CommandFailure where Kafka cannot be reached, or has no such topic
     */
    static RejectedTopic open(String bootstrapServers, InstantSource clock) {
        KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrapServers);
        try {
            List<PartitionInfo> found = consumer.partitionsFor(Topics.CREDIT_EVENTS_REJECTED.name());
            if (found == null || found.isEmpty()) {
                throw new CommandFailure("Kafka at %s has no topic %s; Tallystream has never counted there."
                        .formatted(bootstrapServers, Topics.CREDIT_EVENTS_REJECTED.name()));
            }
            List<TopicPartition> partitions = found.stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            return new RejectedTopic(consumer, clock, consumer.endOffsets(partitions));
        } catch (CommandFailure failure) {
            consumer.close();
            throw failure;
        } catch (KafkaException away) {
            consumer.close();
            throw unreachable(bootstrapServers, away);
        }
    }

    static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers) {
        Map<String, Object> config = Map.of(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.CLIENT_ID_CONFIG,
                "tallystream-rejected",
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                API_TIMEOUT_MS);
        try {
            return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException wrong) {
            throw unreachable(bootstrapServers, wrong);
        }
    }

    static CommandFailure unreachable(String bootstrapServers, KafkaException why) {
        return new CommandFailure(
                "Kafka at %s does not answer (%s); is it running?"
                        .formatted(bootstrapServers, why.getClass().getSimpleName()),
                why);
    }

    /** Every event that is there: neither removed nor overwritten. */
    Content content() {
        Map<RejectedKey, RejectedEvent> events = new HashMap<>();
        AtomicLong strangers = new AtomicLong();
        read(record -> {
            Optional<RejectedKey> key = RejectedEvent.key(record);
            if (key.isEmpty()) {
                strangers.incrementAndGet();
            } else if (record.value() == null) {
                events.remove(key.get());
            } else {
                events.put(key.get(), RejectedEvent.from(key.get(), record));
            }
        });
        return new Content(events.values(), strangers.get());
    }

    /** Reads every record from the beginning to the end, and perhaps some that came since. */
    void read(Consumer<ConsumerRecord<byte[], byte[]>> each) {
        consumer.seekToBeginning(ends.keySet());
        Instant heard = clock.instant();
        while (!isAtEnd()) {
            var records = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> record : records) {
                each.accept(record);
            }
            if (!records.isEmpty()) {
                heard = clock.instant();
            } else if (clock.instant().isAfter(heard.plus(LONGEST_SILENCE))) {
                throw new CommandFailure("Kafka stopped answering while the rejected events were read.");
            }
        }
    }

    private boolean isAtEnd() {
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            if (consumer.position(end.getKey()) < end.getValue()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
