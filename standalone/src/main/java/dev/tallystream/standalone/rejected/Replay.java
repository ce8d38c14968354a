package dev.tallystream.standalone.rejected;

import dev.tallystream.contract.topic.EventHeaders;
import dev.tallystream.contract.topic.Placement;
import dev.tallystream.contract.topic.Topics;
import dev.tallystream.standalone.CommandFailure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes rejected events again and takes them off the rejected topic, both or neither: a batch is one transaction, so
 * a replay that is killed has neither lost an event nor left it on both topics, and can be started again.
 */
final class Replay implements AutoCloseable {
    /** An open transaction holds up the counting behind it, so a batch is small. */
    static final int BATCH = 200;

    /** One for all, so that a second replay stops the first instead of publishing the same events beside it. */
    private static final String TRANSACTIONAL_ID = "tallystream-replay";

    /** What a killed replay left open is aborted after that. */
    private static final int TRANSACTION_TIMEOUT_MS = 10_000;

    private static final int DELIVERY_TIMEOUT_MS = 9_000;
    private static final int REQUEST_TIMEOUT_MS = 5_000;
    private static final byte[] STRUCTURED = EventHeaders.STRUCTURED.getBytes(StandardCharsets.US_ASCII);

    private final Producer<byte[], byte[]> producer;
    private final List<Pending> batch = new ArrayList<>();
    private long replayed;

    /** One event that is to be published and taken off. */
    private record Pending(
            RejectedEvent event, byte[] bytes, @Nullable Header specversion) {}

    Replay(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /**
     * A replay that may begin; one that is under way elsewhere is stopped.
     *
     * @throws CommandFailure where Kafka cannot be reached
     */
    static Replay begin(String bootstrapServers) {
        Map<String, Object> config = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.CLIENT_ID_CONFIG,
                TRANSACTIONAL_ID,
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                TRANSACTIONAL_ID,
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                TRANSACTION_TIMEOUT_MS,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                DELIVERY_TIMEOUT_MS,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                REQUEST_TIMEOUT_MS);
        Producer<byte[], byte[]> producer;
        try {
            producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        } catch (KafkaException wrong) {
            throw RejectedTopic.unreachable(bootstrapServers, wrong);
        }
        try {
            producer.initTransactions();
            return new Replay(producer);
        } catch (KafkaException away) {
            producer.close();
            throw RejectedTopic.unreachable(bootstrapServers, away);
        }
    }

    /** Adds an event; publishes the batch when it is full. */
    void add(RejectedEvent event, byte[] bytes, @Nullable Header specversion) {
        batch.add(new Pending(event, bytes, specversion));
        if (batch.size() == BATCH) {
            flush();
        }
    }

    /**
     * Publishes what was added.
     *
     * @throws CommandFailure where the batch is neither published nor taken off, or that is not known
     */
    void flush() {
        if (batch.isEmpty()) {
            return;
        }
        try {
            producer.beginTransaction();
            for (Pending pending : batch) {
                send(pending);
            }
            // Waits until the broker has acknowledged every record, and fails where it did not.
            producer.commitTransaction();
        } catch (ProducerFencedException | InvalidProducerEpochException fenced) {
            throw new CommandFailure(
                    "Another replay has begun and stopped this one after %,d events.".formatted(replayed), fenced);
        } catch (KafkaException failed) {
            throw new CommandFailure(
                    "Kafka did not take the events (%s) after %,d were replayed; starting again is safe."
                            .formatted(failed.getClass().getSimpleName(), replayed),
                    failed);
        }
        replayed += batch.size();
        batch.clear();
    }

    private void send(Pending pending) {
        RejectedEvent event = pending.event;
        ProducerRecord<byte[], byte[]> again = new ProducerRecord<>(
                Topics.CREDIT_EVENTS.name(),
                event.organization() == null ? null : Placement.eventKey(event.organization()),
                pending.bytes);
        again.headers().add(EventHeaders.CONTENT_TYPE, STRUCTURED);
        if (pending.specversion != null) {
            again.headers().add(pending.specversion);
        }
        ProducerRecord<byte[], byte[]> removal = new ProducerRecord<>(
                Topics.CREDIT_EVENTS_REJECTED.name(),
                event.partition(),
                event.key().toBytes(),
                null);
        // The commit hears of every failure, so the futures have nothing to add.
        var _ = producer.send(again);
        var _ = producer.send(removal);
    }

    /** How many were published and taken off. */
    long replayed() {
        return replayed;
    }

    /** Ends an open transaction by aborting it. */
    @Override
    public void close() {
        producer.close();
    }
}
