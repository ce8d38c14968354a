package dev.tallystream.query.topic;

import dev.tallystream.contract.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** One record of a topic, by its place. Thread-safe. */
public final class RecordAt {
    private static final Duration POLL = Duration.ofMillis(200);

    /** How long Kafka may take: somebody waits for the answer. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final LentConsumers consumers;
    private final Topic<byte[], byte[]> topic;

    /** Of that topic. */
    public RecordAt(LentConsumers consumers, Topic<byte[], byte[]> topic) {
        this.consumers = consumers;
        this.topic = topic;
    }

    /**
     * The record; empty where it is not there any more.
     *
     * @throws KafkaException where Kafka does not answer
     */
    public Optional<ConsumerRecord<byte[], byte[]>> read(int partition, long offset) {
        TopicPartition place = new TopicPartition(topic.name(), partition);
        return consumers.look(consumer -> {
            consumer.assign(List.of(place));
            consumer.seek(place, offset);
            long end = System.nanoTime() + LONGEST.toNanos();
            while (System.nanoTime() - end < 0) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    return Optional.of(record).filter(found -> found.offset() == offset);
                }
                if (consumer.position(place) > offset) {
                    return Optional.empty();
                }
            }
            throw new TimeoutException("the record could not be read in time");
        });
    }
}
