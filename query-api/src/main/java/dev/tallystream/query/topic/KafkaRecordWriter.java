package dev.tallystream.query.topic;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.topic.EventHeaders;
import dev.tallystream.contract.topic.Placement;
import dev.tallystream.contract.topic.Position;
import dev.tallystream.contract.topic.Topic;
import dev.tallystream.contract.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes an organization's records to the organization's partition, durably and in order: every record is acknowledged
 * by all replicas, none is written twice, and the later of two writes is the later record. Thread-safe.
 */
public final class KafkaRecordWriter implements AutoCloseable {
    /** How long a write may wait for the broker's metadata before it fails; somebody waits for the answer. */
    private static final Duration MAX_BLOCK = Duration.ofSeconds(5);

    /** How long a write may take in all, retries included. */
    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(30);

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

    private static final List<Header> NO_HEADERS = List.of();

    private final Producer<byte[], byte[]> producer;

    /** Writes with that producer and closes it in the end. */
    public KafkaRecordWriter(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /** Writes to the cluster behind these bootstrap servers. */
    public static KafkaRecordWriter connect(String bootstrapServers) {
        Map<String, Object> config = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.CLIENT_ID_CONFIG,
                "tallystream-query",
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                MAX_BLOCK.toMillis(),
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) REQUEST_TIMEOUT.toMillis(),
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                (int) DELIVERY_TIMEOUT.toMillis());
        return new KafkaRecordWriter(new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    /**
     * Writes one record; one without a value takes the key away.
     *
     * @return completes when the record is durable, and exceptionally with Kafka's reason where it is not
     */
    public CompletableFuture<Void> write(
            Topic<byte[], byte[]> topic, OrganizationId organization, byte[] key, byte @Nullable [] value) {
        try {
            int partitions = producer.partitionsFor(topic.name()).size();
            return write(topic, Placement.partitionOf(organization, partitions), key, value, NO_HEADERS);
        } catch (KafkaException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    /** Writes one record to that partition, where it has lain before. */
    public CompletableFuture<Void> write(
            Topic<byte[], byte[]> topic, int partition, byte[] key, byte @Nullable [] value, Iterable<Header> headers) {
        return append(topic, partition, key, value, headers).thenApply(metadata -> null);
    }

    /**
     * Writes one event of the organization, in structured mode, to its partition of the events topic.
     *
     * @return completes with the position just behind it when it is durable, exceptionally where that is not known
     */
    public CompletableFuture<Position> publish(OrganizationId organization, byte[] event) {
        Topic<byte[], byte[]> topic = Topics.CREDIT_EVENTS;
        try {
            int partitions = producer.partitionsFor(topic.name()).size();
            return append(
                            topic,
                            Placement.partitionOf(organization, partitions),
                            Placement.eventKey(organization),
                            event,
                            EventHeaders.structured())
                    .thenApply(KafkaRecordWriter::behind);
        } catch (KafkaException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private static Position behind(RecordMetadata metadata) {
        if (!metadata.hasOffset()) {
            // An earlier attempt stored it, and the broker no longer knows where; publishing it again is a duplicate.
            throw new KafkaException("the broker did not say where the event is");
        }
        return new Position(metadata.partition(), metadata.offset() + 1);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback says the same and more cheaply
    private CompletableFuture<RecordMetadata> append(
            Topic<byte[], byte[]> topic, int partition, byte[] key, byte @Nullable [] value, Iterable<Header> headers) {
        CompletableFuture<RecordMetadata> written = new CompletableFuture<>();
        try {
            producer.send(new ProducerRecord<>(topic.name(), partition, key, value, headers), (metadata, failure) -> {
                if (failure == null) {
                    written.complete(metadata);
                } else {
                    written.completeExceptionally(failure);
                }
            });
        } catch (KafkaException failure) {
            written.completeExceptionally(failure);
        }
        return written;
    }

    /** Waits for what is being written, at most as long as a write may take. */
    @Override
    public void close() {
        producer.close(DELIVERY_TIMEOUT);
    }
}
