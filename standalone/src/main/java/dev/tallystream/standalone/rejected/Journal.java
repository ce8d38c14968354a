package dev.tallystream.standalone.rejected;

import dev.tallystream.contract.topic.EventRecord;
import dev.tallystream.contract.topic.Topics;
import dev.tallystream.standalone.CommandFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** The events topic, where the bytes of some rejected events lie alone. */
final class Journal implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final InstantSource clock;

    private Journal(KafkaConsumer<byte[], byte[]> consumer, InstantSource clock) {
        this.consumer = consumer;
        this.clock = clock;
    }

    static Journal open(String bootstrapServers, InstantSource clock) {
        return new Journal(RejectedTopic.consumer(bootstrapServers), clock);
    }

    /** The event of the record at that origin, in structured mode; empty where it is not there any more. */
    Optional<byte[]> read(Origin origin) {
        TopicPartition partition = new TopicPartition(Topics.CREDIT_EVENTS.name(), origin.partition());
        consumer.assign(List.of(partition));
        consumer.seek(partition, origin.offset());
        Instant end = clock.instant().plus(LONGEST_SILENCE);
        while (clock.instant().isBefore(end)) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                return record.offset() == origin.offset()
                        ? Optional.ofNullable(EventRecord.read(record.headers(), record.value())
                                .bytes())
                        : Optional.empty();
            }
        }
        throw new CommandFailure("Kafka stopped answering while the event at %s was read.".formatted(origin));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
