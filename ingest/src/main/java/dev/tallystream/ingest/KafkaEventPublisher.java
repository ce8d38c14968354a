package dev.tallystream.ingest;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.topic.EventHeaders;
import dev.tallystream.contract.topic.Placement;
import dev.tallystream.contract.topic.Position;
import dev.tallystream.contract.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events on Kafka, in structured mode of the CloudEvents binding, on the partition that is the organization's. Durable
 * means: acknowledged by every in-sync replica. A broker that goes away and comes back is one warning and one note in
 * the log, however many events fail meanwhile.
 */
public final class KafkaEventPublisher implements EventPublisher, AutoCloseable {
    static final String CLIENT_ID = "tallystream-ingest";

    private static final Logger LOG = LoggerFactory.getLogger(KafkaEventPublisher.class);
    private static final String TOPIC = Topics.CREDIT_EVENTS.name();
    private static final byte[] STRUCTURED = EventHeaders.STRUCTURED.getBytes(StandardCharsets.US_ASCII);
    private static final int UNKNOWN = 0;

    /** A loader that fills such batches stores several times as many events a second as with the default of 16 KiB. */
    private static final int BATCH_BYTES = 128 * 1024;

    private final Producer<byte[], byte[]> producer;
    private final PartitionCount partitionCount;
    private final AtomicBoolean storing = new AtomicBoolean(true);
    private volatile int partitions = UNKNOWN;

    KafkaEventPublisher(Producer<byte[], byte[]> producer, PartitionCount partitionCount) {
        this.producer = producer;
        this.partitionCount = partitionCount;
    }

    /**
     * A publisher for these brokers; they need not be up yet. Close it to let what is under way arrive.
     *
     * @throws KafkaException where the addresses cannot be resolved
     */
    public static KafkaEventPublisher connect(IngestConfig config) {
        Producer<byte[], byte[]> producer =
                new KafkaProducer<>(settings(config), new ByteArraySerializer(), new ByteArraySerializer());
        return new KafkaEventPublisher(producer, new AdminPartitionCount(config));
    }

    static Map<String, Object> settings(IngestConfig config) {
        int acknowledgement = (int) config.acknowledgement().toMillis();
        return Map.ofEntries(
                Map.entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers()),
                Map.entry(ProducerConfig.CLIENT_ID_CONFIG, CLIENT_ID),
                Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
                Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true),
                Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, config.room().toMillis()),
                Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, acknowledgement),
                // Twice within the delivery timeout, so that one lost answer is not yet a lost event.
                Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, acknowledgement / 2),
                Map.entry(ProducerConfig.LINGER_MS_CONFIG, (int) config.linger().toMillis()),
                Map.entry(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES),
                // The journal is kept without limit: 38 bytes an event, against 76 with lz4 and 380 with none.
                Map.entry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd"));
    }

    @Override
    public CompletionStage<Position> publish(OrganizationId organization, byte[] event) {
        CompletableFuture<Position> stored = new CompletableFuture<>();
        try {
            int partition = Placement.partitionOf(organization, partitions());
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>(TOPIC, partition, Placement.eventKey(organization), event);
            record.headers().add(EventHeaders.CONTENT_TYPE, STRUCTURED);
            // The callback hears of every ending, so the future has nothing to add.
            var _ = producer.send(record, (metadata, error) -> complete(stored, metadata, error));
        } catch (EventNotStored | KafkaException | IllegalStateException e) {
            fail(stored, e);
        }
        return stored;
    }

    /** Lets what is under way arrive, as long as it may take. */
    @Override
    public void close() {
        producer.close();
        partitionCount.close();
    }

    private int partitions() throws EventNotStored {
        int known = partitions;
        if (known == UNKNOWN) {
            known = partitionCount.of(TOPIC);
            partitions = known;
        }
        return known;
    }

    private void complete(CompletableFuture<Position> stored, RecordMetadata metadata, @Nullable Exception error) {
        if (error != null) {
            fail(stored, error);
        } else if (!metadata.hasOffset()) {
            // Stored by an earlier attempt that the broker no longer knows the offset of; the retry is a duplicate.
            stored.completeExceptionally(new EventNotStored("the broker did not say where the event is"));
        } else {
            if (storing.compareAndSet(false, true)) {
                LOG.info("Events are stored again");
            }
            stored.complete(new Position(metadata.partition(), metadata.offset() + 1));
        }
    }

    private void fail(CompletableFuture<Position> stored, Exception cause) {
        partitions = UNKNOWN; // the topic may come back as another
        if (storing.compareAndSet(true, false)) {
            LOG.atWarn().setCause(cause).log("Events cannot be stored; publishers are told to come back");
        }
        stored.completeExceptionally(
                cause instanceof EventNotStored notStored
                        ? notStored
                        : new EventNotStored("the broker did not acknowledge the event", cause));
    }
}
