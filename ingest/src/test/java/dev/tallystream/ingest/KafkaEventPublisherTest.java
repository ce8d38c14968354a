package dev.tallystream.ingest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.topic.Placement;
import dev.tallystream.contract.topic.Position;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Against the in-memory producer that Kafka ships; the real broker is met in the standalone module's tests. */
class KafkaEventPublisherTest {
    private static final OrganizationId ACME = new OrganizationId("acme");
    private static final int PARTITIONS = 7;
    private static final byte[] EVENT = "{\"id\":\"é\"}".getBytes(StandardCharsets.UTF_8);

    private static final Cluster CLUSTER = new Cluster(
            "cluster",
            List.of(),
            IntStream.range(0, PARTITIONS)
                    .mapToObj(
                            partition -> new PartitionInfo("credit-events", partition, null, new Node[0], new Node[0]))
                    .toList(),
            Set.of(),
            Set.of());

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(CLUSTER, false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private int topicPartitions = PARTITIONS;
    private int lookups;
    private final KafkaEventPublisher publisher = new KafkaEventPublisher(producer, topic -> {
        assertEquals("credit-events", topic);
        lookups++;
        if (topicPartitions == 0) {
            throw new EventNotStored("no such topic");
        }
        return topicPartitions;
    });

    @Test
    void anEventIsWrittenOnItsOrganizationsPartitionInStructuredMode() {
        var _ = publish();

        ProducerRecord<byte[], byte[]> written = producer.history().getFirst();
        assertEquals("credit-events", written.topic());
        assertEquals(Placement.partitionOf(ACME, PARTITIONS), written.partition());
        assertArrayEquals("acme".getBytes(StandardCharsets.UTF_8), written.key());
        assertArrayEquals(EVENT, written.value());
        assertEquals(
                "application/cloudevents+json",
                new String(written.headers().lastHeader("content-type").value(), StandardCharsets.UTF_8));
    }

    @Test
    void anEventIsStoredOnceTheBrokerSaysSoAndThePositionIsBehindIt() {
        CompletableFuture<Position> first = publish();
        CompletableFuture<Position> second = publish();
        assertFalse(first.isDone());

        producer.completeNext();

        assertEquals(new Position(Placement.partitionOf(ACME, PARTITIONS), 1), first.join());
        assertFalse(second.isDone());
    }

    @Test
    void anErrorOfTheBrokerIsAnEventNotStored() {
        CompletableFuture<Position> stored = publish();

        producer.errorNext(new TimeoutException("too slow"));

        assertNotStored(stored);
    }

    @Test
    void aTopicThatIsMissingIsLookedUpAgainTheNextTime() {
        topicPartitions = 0;
        assertNotStored(publish());
        topicPartitions = PARTITIONS;
        CompletableFuture<Position> later = publish();
        producer.completeNext();

        assertTrue(later.isDone() && !later.isCompletedExceptionally());
        assertEquals(1, producer.history().size());
    }

    @Test
    void thePartitionsAreLookedUpOnceAndAgainAfterAFailure() {
        var _ = publish();
        var _ = publish();
        assertEquals(1, lookups);

        producer.errorNext(new TimeoutException("too slow"));
        var _ = publish();

        assertEquals(2, lookups);
    }

    @Test
    void afterTheEndAnEventIsNotStored() {
        publisher.close();

        assertNotStored(publish());
    }

    @Test
    void whatIsAcknowledgedIsOnEveryReplicaAndNotTwice() {
        var settings = KafkaEventPublisher.settings(IngestConfig.of("localhost:9092"));

        assertEquals("all", settings.get(ProducerConfig.ACKS_CONFIG));
        assertEquals(true, settings.get(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG));
        assertEquals(2_000L, settings.get(ProducerConfig.MAX_BLOCK_MS_CONFIG));
        assertEquals(10_000, settings.get(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG));
    }

    @Test
    void whenNobodyAnswersAnEventIsNotStoredWithinTheRoomGiven() {
        IngestConfig nobody =
                new IngestConfig("127.0.0.1:1", Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ZERO);
        try (KafkaEventPublisher lonely = KafkaEventPublisher.connect(nobody)) {
            long started = System.nanoTime();

            assertNotStored(lonely.publish(ACME, EVENT).toCompletableFuture());

            assertTrue(Duration.ofNanos(System.nanoTime() - started).compareTo(Duration.ofSeconds(5)) < 0);
        }
    }

    @Test
    void aConfigurationThatCannotBeKeptIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> IngestConfig.of(" "));
        assertThrows(
                IllegalArgumentException.class,
                () -> new IngestConfig("localhost:9092", Duration.ZERO, Duration.ofSeconds(1), Duration.ZERO));
        assertThrows(
                IllegalArgumentException.class,
                () -> new IngestConfig(
                        "localhost:9092", Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMillis(500)));
    }

    private CompletableFuture<Position> publish() {
        return publisher.publish(ACME, EVENT).toCompletableFuture();
    }

    private static void assertNotStored(CompletableFuture<Position> stored) {
        CompletionException failure = assertThrows(CompletionException.class, stored::join);
        assertInstanceOf(EventNotStored.class, failure.getCause());
    }
}
