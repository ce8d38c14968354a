package dev.tallystream.standalone.counting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.rejected.RejectedKey;
import dev.tallystream.contract.topic.EventHeaders;
import dev.tallystream.contract.topic.Topics;
import dev.tallystream.query.event.KafkaOriginalEvents;
import dev.tallystream.query.event.KafkaRejectedEvents;
import dev.tallystream.query.event.RejectedEvent;
import dev.tallystream.query.event.RejectedEvents.Page;
import dev.tallystream.query.event.RejectedPlace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rejected topic of a real broker, walked page by page the newest first. */
@Tag("broker")
class RejectedPagesOnABrokerTest {
    @TempDir
    private static Path directory;

    private static CountingNode node;
    private static KafkaProducer<byte[], byte[]> producer;
    private static KafkaRejectedEvents events;

    @BeforeAll
    static void start() {
        node = CountingNode.start(directory);
        producer = node.producer(Map.of());
        events = new KafkaRejectedEvents(node.bootstrapServers(), InstantSource.system());
    }

    @AfterAll
    static void stop() {
        events.close();
        producer.close();
        node.close();
    }

    @Test
    void everyEventThatIsStillThereComesOnceTheNewestFirstWhateverThePage() throws Exception {
        OrganizationId walked = new OrganizationId("walked");
        Set<String> there = new TreeSet<>();
        for (int i = 0; i < 3_000; i++) {
            int partition = i % CountingNode.PARTITIONS;
            write(new RejectedKey(walked, partition, i), "event " + i);
            write(new RejectedKey(new OrganizationId("walked-too"), partition, i), "another's " + i);
            there.add(partition + ":" + i);
        }
        producer.flush();
        for (int i = 0; i < 3_000; i += 7) {
            int partition = i % CountingNode.PARTITIONS;
            // What was published again is taken off, what named an erased user is overwritten.
            write(new RejectedKey(walked, partition, i), i % 2 == 0 ? null : "overwritten " + i);
            if (i % 2 == 0) {
                there.remove(partition + ":" + i);
            }
        }
        producer.flush();

        for (int limit : List.of(37, 500)) {
            List<RejectedEvent> found = walk(walked, limit);

            List<String> origins =
                    found.stream().map(RejectedPagesOnABrokerTest::origin).toList();
            assertEquals(there.size(), origins.size());
            assertEquals(there, new TreeSet<>(origins));
            assertTrue(isSorted(found), "the newest come first");
            for (RejectedEvent event : found) {
                boolean overwritten = event.offset() % 7 == 0;
                String bytes = new String(Optional.ofNullable(event.bytes()).orElseThrow(), StandardCharsets.UTF_8);
                assertEquals((overwritten ? "overwritten " : "event ") + event.offset(), bytes);
            }
        }
    }

    @Test
    void onePageLooksThroughABoundedNumberOfRecordsAndGoesOn() throws Exception {
        OrganizationId rare = new OrganizationId("rare");
        write(new RejectedKey(rare, 0, 1), "first");
        producer.flush();
        for (int i = 0; i < 60_000; i++) {
            write(new RejectedKey(new OrganizationId("common"), i % CountingNode.PARTITIONS, i), "common " + i);
        }
        producer.flush();

        Page first = events.page(rare, event -> true, null, 50);
        assertEquals(List.of(), first.events());
        assertTrue(first.next() != null, "it goes on");
        List<RejectedEvent> found = walk(rare, 50);

        assertEquals(
                List.of("0:1"),
                found.stream().map(RejectedPagesOnABrokerTest::origin).toList());
    }

    @Test
    void theJournalIsReadAtOnePosition() throws Exception {
        OrganizationId organization = new OrganizationId("journal");
        byte[] event = CountingNode.event(organization, "e1", "1");
        long offset = producer.send(new ProducerRecord<>(Topics.CREDIT_EVENTS.name(), 2, null, event))
                .get()
                .offset();
        CountingNode.await("the event", () -> node.today(organization).events() == 1);

        try (KafkaOriginalEvents journal = new KafkaOriginalEvents(node.bootstrapServers())) {
            for (int i = 0; i < 3; i++) {
                assertEquals(
                        new String(event, StandardCharsets.UTF_8),
                        journal.read(2, offset)
                                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                                .orElseThrow());
            }
        }
    }

    private static List<RejectedEvent> walk(OrganizationId organization, int limit) {
        long began = System.nanoTime();
        int pages = 0;
        List<RejectedEvent> all = new ArrayList<>();
        RejectedPlace before = null;
        do {
            Page page = events.page(organization, event -> true, before, limit);
            assertTrue(page.events().size() <= limit);
            all.addAll(page.events());
            before = page.next();
            pages++;
            System.out.println("MEASURE page " + pages + " limit " + limit + " events "
                    + page.events().size() + " after ms " + (System.nanoTime() - began) / 1_000_000);
        } while (before != null);
        return all;
    }

    private static boolean isSorted(List<RejectedEvent> found) {
        List<RejectedEvent> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparing(RejectedEvent::rejected).reversed());
        return sorted.stream()
                .map(RejectedEvent::rejected)
                .toList()
                .equals(found.stream().map(RejectedEvent::rejected).toList());
    }

    private static String origin(RejectedEvent event) {
        return event.partition() + ":" + event.offset();
    }

    private static void write(RejectedKey key, @Nullable String value) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                Topics.CREDIT_EVENTS_REJECTED.name(),
                key.partition(),
                key.toBytes(),
                value == null ? null : value.getBytes(StandardCharsets.UTF_8));
        record.headers()
                .add(EventHeaders.REASON, "id-conflict".getBytes(StandardCharsets.US_ASCII))
                .add(EventHeaders.APPENDED, Instant.EPOCH.toString().getBytes(StandardCharsets.US_ASCII));
        var _ = producer.send(record);
    }
}
