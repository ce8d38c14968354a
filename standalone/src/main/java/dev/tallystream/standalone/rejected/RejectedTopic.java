package dev.tallystream.standalone.rejected;

import dev.tallystream.contract.rejected.RejectedKey;
import dev.tallystream.contract.topic.Topics;
import dev.tallystream.query.topic.CommittedTopic;
import dev.tallystream.standalone.CommandFailure;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;

/** The rejected topic as it is committed when it is opened. */
final class RejectedTopic implements AutoCloseable {
    private static final String CLIENT_ID = "tallystream-rejected";

    private final CommittedTopic topic;

    private RejectedTopic(CommittedTopic topic) {
        this.topic = topic;
    }

    /** What was read: the events that are there, and how many records are none of ours. */
    record Content(Collection<RejectedEvent> events, long strangers) {}

    /**
     * Opens it.
     *
     * @throws CommandFailure where Kafka cannot be reached, or has no such topic
     */
    static RejectedTopic open(String bootstrapServers) {
        try {
            return CommittedTopic.open(bootstrapServers, Topics.CREDIT_EVENTS_REJECTED, CLIENT_ID)
                    .map(RejectedTopic::new)
                    .orElseThrow(
                            () -> new CommandFailure("Kafka at %s has no topic %s; Tallystream has never counted there."
                                    .formatted(bootstrapServers, Topics.CREDIT_EVENTS_REJECTED.name())));
        } catch (KafkaException away) {
            throw unreachable(bootstrapServers, away);
        }
    }

    static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers) {
        try {
            return CommittedTopic.consumer(bootstrapServers, CLIENT_ID);
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
        try {
            topic.read(each);
        } catch (TimeoutException silent) {
            throw new CommandFailure("Kafka stopped answering while the rejected events were read.", silent);
        }
    }

    @Override
    public void close() {
        topic.close();
    }
}
