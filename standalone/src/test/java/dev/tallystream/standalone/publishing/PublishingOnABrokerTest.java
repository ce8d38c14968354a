package dev.tallystream.standalone.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.topic.Placement;
import dev.tallystream.contract.topic.Position;
import dev.tallystream.contract.topic.Topics;
import dev.tallystream.ingest.EventNotStored;
import dev.tallystream.ingest.IngestConfig;
import dev.tallystream.ingest.KafkaEventPublisher;
import dev.tallystream.standalone.broker.EmbeddedBroker;
import dev.tallystream.standalone.installation.ListenPort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishingOnABrokerTest {
    private static final String TOPIC = Topics.CREDIT_EVENTS.name();
    private static final int PARTITIONS = 4;
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private final int port = ListenPort.free();

    @Test
    void everyEventIsWhereItsPositionSaysByteForByte() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, port)) {
            createTopic(broker);
            Map<Position, String> expected = new HashMap<>();
            try (KafkaEventPublisher publisher = KafkaEventPublisher.connect(config(broker))) {
                List<CompletableFuture<Position>> stored = IntStream.range(0, 20_000)
                        .mapToObj(i -> publish(publisher, organization(i), "event " + i))
                        .toList();
                for (int i = 0; i < stored.size(); i++) {
                    Position position = stored.get(i).join();
                    assertEquals(Placement.partitionOf(organization(i), PARTITIONS), position.partition());
                    expected.put(position, organization(i) + " event " + i);
                }
            }

            Map<Position, String> found = new HashMap<>();
            for (ConsumerRecord<byte[], byte[]> record : consume(broker, expected.size())) {
                found.put(
                        new Position(record.partition(), record.offset() + 1),
                        new String(record.key(), UTF_8) + " " + new String(record.value(), UTF_8));
            }
            assertEquals(20_000, expected.size());
            assertEquals(expected, found);
        }
    }

    @Test
    void aMissingTopicIsNotCreatedAndIsFoundOnceItIsThere() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, port);
                KafkaEventPublisher publisher = KafkaEventPublisher.connect(config(broker));
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            assertNotStored(publish(publisher, organization(1), "too early"));
            assertTrue(admin.listTopics().names().get().isEmpty());

            createTopic(broker);

            awaitStored(publisher, "in time");
            assertEquals("in time", new String(consume(broker, 1).getFirst().value(), UTF_8));
        }
    }

    @Test
    void aBrokerThatIsAwayIsToldInTimeAndUsedAgainWhenItIsBack() throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(directory, port);
        createTopic(broker);
        try (KafkaEventPublisher publisher = KafkaEventPublisher.connect(config(broker))) {
            awaitStored(publisher, "before");
            broker.close();
            long asked = System.nanoTime();

            assertNotStored(publish(publisher, organization(1), "meanwhile"));

            Duration told = Duration.ofNanos(System.nanoTime() - asked);
            assertTrue(told.compareTo(Duration.ofSeconds(10)) < 0, told::toString);
            try (EmbeddedBroker again = EmbeddedBroker.start(directory, port)) {
                awaitStored(publisher, "after");
                List<String> values = consume(again, 2).stream()
                        .map(record -> new String(record.value(), UTF_8))
                        .toList();
                assertTrue(values.contains("before") && values.contains("after"), values::toString);
            }
        }
    }

    /** Impatient, so that a broker that is away is noticed soon. */
    private static IngestConfig config(EmbeddedBroker broker) {
        return new IngestConfig(
                broker.bootstrapServers(), Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofMillis(5));
    }

    private static OrganizationId organization(int i) {
        return new OrganizationId("org_" + i % 50);
    }

    private static CompletableFuture<Position> publish(
            KafkaEventPublisher publisher, OrganizationId organization, String event) {
        return publisher.publish(organization, event.getBytes(UTF_8)).toCompletableFuture();
    }

    /** Publishes the event again until it is stored, as a client does that is told to come back. */
    private static void awaitStored(KafkaEventPublisher publisher, String event) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (true) {
            try {
                publish(publisher, organization(1), event).join();
                return;
            } catch (CompletionException e) {
                assertInstanceOf(EventNotStored.class, e.getCause());
                assertTrue(System.nanoTime() < deadline, "the event was never stored");
            }
        }
    }

    private static void assertNotStored(CompletableFuture<Position> stored) {
        CompletionException failure = assertThrows(CompletionException.class, stored::join);
        assertInstanceOf(EventNotStored.class, failure.getCause());
    }

    private static void createTopic(EmbeddedBroker broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(Set.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> consume(EmbeddedBroker broker, int expected) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(TOPIC, partition))
                .toList();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long deadline = System.nanoTime() + DEADLINE.toNanos();
            while (records.size() < expected && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }
}
