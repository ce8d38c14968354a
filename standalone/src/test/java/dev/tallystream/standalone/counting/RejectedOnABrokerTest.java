package dev.tallystream.standalone.counting;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.rejected.RejectedKey;
import dev.tallystream.contract.topic.EventHeaders;
import dev.tallystream.contract.topic.Placement;
import dev.tallystream.contract.topic.Topics;
import dev.tallystream.standalone.TypedCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rejected events on a real broker, through the commands. */
@Tag("broker")
class RejectedOnABrokerTest {
    private static final String EVENTS = Topics.CREDIT_EVENTS.name();
    private static final String REJECTED = Topics.CREDIT_EVENTS_REJECTED.name();
    private static final String CANARY = "canary-4e9a";
    private static final byte[] LONG_KEY = new byte[70_000];

    @TempDir
    private static Path directory;

    private static CountingNode node;
    private static KafkaProducer<byte[], byte[]> producer;

    @BeforeAll
    static void start() {
        node = CountingNode.start(directory);
        producer = node.producer(Map.of());
    }

    @AfterAll
    static void stop() {
        producer.close();
        node.close();
    }

    @Test
    void whatWasRejectedIsListedWithoutItsBodyAndExplained() throws Exception {
        send(null, bytes("{\"user\":\"" + CANARY));
        send(null, guestsEvent("listed", "bad\\u202eid", "\"many\""));
        awaitRejected("--org", "listed", 1);

        TypedCommand list = new TypedCommand();
        assertEquals(0, run(list, "list", "--org", "listed"), list::aside);

        String said = list.answer();
        assertAll(
                () -> assertTrue(said.contains("invalid-credits /data/credits"), said),
                () -> assertTrue(said.contains("bad\\u{202e}id"), said),
                () -> assertTrue(said.contains("correct it at its publisher and send it again."), said),
                () -> assertTrue(said.contains("       1  listed"), said),
                () -> assertTrue(
                        said.contains("belong to no organization: ./tallystream rejected list --no-org"), said),
                () -> assertFalse(said.contains(CANARY), said),
                () -> assertFalse(list("--org", "listed").toString().contains(CANARY)),
                () -> assertFalse(list("--no-org").toString().contains(CANARY)),
                () -> assertTrue(list("--no-org").get("matching").asLong() > 0));
    }

    @Test
    void aReplayedEventCountsOnceAndIsOffTheList() throws Exception {
        OrganizationId organization = new OrganizationId("replayed");
        byte[] event = CountingNode.event(organization, "e1", "1.5");
        send(LONG_KEY, event);
        send(LONG_KEY, event);
        send(LONG_KEY, CountingNode.event(organization, "e2", "2"));
        awaitRejected("--org", "replayed", 3);

        TypedCommand dry = new TypedCommand();
        assertEquals(0, run(dry, "replay", "--org", "replayed", "--dry-run"));
        assertTrue(dry.answer().contains("3 rejected events would be replayed; nothing was done."), dry.answer());
        assertEquals(3, matching("--org", "replayed"));

        TypedCommand replay = new TypedCommand();
        assertEquals(0, run(replay, "replay", "--org", "replayed"), replay::aside);

        assertTrue(replay.answer().startsWith("3 rejected events were published again"), replay.answer());
        assertEquals(0, matching("--org", "replayed"));
        Tally both = new Tally(Credits.parse("3.5"), 2);
        CountingNode.await("the replayed events", () -> node.today(organization).equals(both));
        TypedCommand again = new TypedCommand();
        assertEquals(0, run(again, "replay", "--org", "replayed"));
        assertEquals("No rejected event matches.\n", again.answer());
    }

    @Test
    void whatIsStillWrongComesBackWithANewOrigin() throws Exception {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(EVENTS, CountingNode.event(new OrganizationId("newer"), "e1", "1"));
        record.headers().add(EventHeaders.CONTENT_TYPE, bytes(EventHeaders.STRUCTURED));
        record.headers().add(EventHeaders.SPECVERSION, bytes("2.0"));
        producer.send(record).get();
        awaitRejected("--org", "newer", 1);
        String origin = list("--org", "newer").at("/rejected/0/origin").asText();

        assertEquals(0, run(new TypedCommand(), "replay", "--origin", origin, "--org", "newer"));

        awaitRejected("--org", "newer", 1);
        JsonNode back = list("--org", "newer").at("/rejected/0");
        assertEquals("unknown-version", back.get("reason").asText());
        assertNotEquals(origin, back.get("origin").asText());
    }

    @Test
    void whatIsNotKeptWholeCannotBeReplayedAndStays() throws Exception {
        producer.send(new ProducerRecord<>(EVENTS, 1, bytes("k"), null)).get();
        send(null, new byte[70_000]);
        awaitRejected("--reason", "oversize", 1);
        awaitRejected("--reason", "null-value", 1);

        for (String reason : List.of("oversize", "null-value")) {
            TypedCommand replay = new TypedCommand();
            assertEquals(3, run(replay, "replay", "--no-org", "--reason", reason));
            assertTrue(replay.answer().contains("1 cannot be replayed"), replay.answer());
            assertEquals(1, matching("--reason", reason));
        }
    }

    @Test
    void aReversalWhoseBytesLieInTheJournalIsReplayedFromThere() throws Exception {
        OrganizationId organization = new OrganizationId("reversing");
        send(null, reversal("reversing", "r1", "e1", "7"));
        send(null, CountingNode.event(organization, "e1", "1"));
        awaitRejected("--org", "reversing", 1);
        assertEquals("r1", list("--org", "reversing").at("/rejected/0/event_id").asText());

        TypedCommand replay = new TypedCommand();
        assertEquals(0, run(replay, "replay", "--org", "reversing", "--json"), replay::aside);

        assertEquals(
                1, new ObjectMapper().readTree(replay.answer()).get("replayed").asInt());
        assertEquals(0, matching("--org", "reversing"));
        assertEquals(new Tally(Credits.parse("1"), 1), node.today(organization));
    }

    @Test
    void aReplayThatWasKilledWithinABatchIsCompletedByTheNext() throws Exception {
        OrganizationId organization = new OrganizationId("killed");
        byte[] event = CountingNode.event(organization, "e1", "1");
        send(LONG_KEY, event);
        awaitRejected("--org", "killed", 1);
        String[] origin =
                list("--org", "killed").at("/rejected/0/origin").asText().split(":", -1);
        int partition = Integer.parseInt(origin[0]);
        byte[] key = new RejectedKey(organization, partition, Long.parseLong(origin[1])).toBytes();
        try (KafkaProducer<byte[], byte[]> killed = node.producer(Map.of("transactional.id", "tallystream-replay"))) {
            killed.initTransactions();
            killed.beginTransaction();
            killed.send(new ProducerRecord<>(EVENTS, Placement.eventKey(organization), event))
                    .get();
            killed.send(new ProducerRecord<>(REJECTED, partition, key, null)).get();

            assertEquals(1, matching("--org", "killed"));
            assertEquals(0, run(new TypedCommand(), "replay", "--org", "killed"));
        }

        assertEquals(0, matching("--org", "killed"));
        CountingNode.await("the event", () -> node.today(organization).events() == 1);
    }

    @Test
    void malformedRecordsInALoadStopNothingAndAbortedOnesAreInvisible() throws Exception {
        OrganizationId organization = new OrganizationId("loaded");
        try (KafkaProducer<byte[], byte[]> aborting = node.producer(Map.of("transactional.id", "aborting"))) {
            aborting.initTransactions();
            aborting.beginTransaction();
            for (int i = 0; i < 50; i++) {
                var _ = aborting.send(
                        new ProducerRecord<>(EVENTS, CountingNode.event(organization, "aborted-" + i, "1")));
                var _ = aborting.send(new ProducerRecord<>(EVENTS, guestsEvent("loaded", "aborted-bad-" + i, "true")));
            }
            aborting.flush();
            aborting.abortTransaction();
        }
        for (int i = 0; i < 2_000; i++) {
            node.send(EVENTS, i % 4, null, guestsEvent("loaded", "bad-" + i, "true"));
            if (i % 10 == 0) {
                node.send(EVENTS, null, null, CountingNode.event(organization, "good-" + i, "1"));
            }
        }
        node.flush();

        CountingNode.await("the good events", () -> node.today(organization).events() == 200);
        awaitRejected("--org", "loaded", 2_000);
        Set<String> origins = new HashSet<>();
        list("--org", "loaded", "--limit", "10000")
                .get("rejected")
                .forEach(event -> origins.add(event.get("origin").asText()));
        assertEquals(2_000, origins.size());
        assertEquals(200, node.today(organization).events());
    }

    /** What just fits on the events topic must fit where it goes from there, too. */
    @Test
    void aMegabyteOfHeadersStopsNothing() throws Exception {
        int most = 1024 * 1024;
        for (int i = 0; i < 8; i++) {
            OrganizationId organization = new OrganizationId("headers-" + i);
            byte[] good = CountingNode.event(organization, "good", "1");
            byte[] bad = guestsEvent("headers-" + i, "bad", "true");
            for (byte[] value : List.of(good, bad)) {
                ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(EVENTS, 0, null, value);
                record.headers().add("h", new byte[most - value.length - 120]);
                producer.send(record).get();
            }
        }

        for (int i = 0; i < 8; i++) {
            OrganizationId organization = new OrganizationId("headers-" + i);
            CountingNode.await("the event", () -> node.today(organization).events() == 1);
            awaitRejected("--org", "headers-" + i, 1);
        }
    }

    /** With the bound shortened from hours to seconds; what Kafka does is the same. */
    @Test
    void whatIsTakenOffTheListLeavesTheDisk() throws Exception {
        send(null, guestsEvent("erased", "e1", "true"));
        awaitRejected("--org", "erased", 1);
        JsonNode event = list("--org", "erased").at("/rejected/0");
        String[] origin = event.get("origin").asText().split(":", -1);
        int partition = Integer.parseInt(origin[0]);
        assertTrue(onDisk(partition, CANARY), "the search must find it before");
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, REJECTED);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", node.bootstrapServers()))) {
            admin.incrementalAlterConfigs(
                            Map.of(topic, List.of(set("segment.ms", "500"), set("max.compaction.lag.ms", "500"))))
                    .all()
                    .get();
        }

        for (byte[] key : keysOnDisk(partition)) {
            producer.send(new ProducerRecord<>(REJECTED, partition, key, null)).get();
        }

        CountingNode.await("the bytes to leave the disk", () -> {
            var _ = producer.send(new ProducerRecord<>(
                    REJECTED, partition, RejectedKey.ofNothing(partition).toBytes(), null));
            return !onDisk(partition, CANARY);
        });
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), OpType.SET);
    }

    /** The keys of everything that is rejected on the partition now. */
    private static List<byte[]> keysOnDisk(int partition) throws Exception {
        List<byte[]> keys = new ArrayList<>();
        for (JsonNode event : list("--limit", "100000").get("rejected")) {
            String[] origin = event.get("origin").asText().split(":", -1);
            if (Integer.parseInt(origin[0]) == partition) {
                JsonNode organization = event.get("organization_id");
                keys.add(new RejectedKey(
                                organization.isNull() ? null : new OrganizationId(organization.asText()),
                                partition,
                                Long.parseLong(origin[1]))
                        .toBytes());
            }
        }
        return keys;
    }

    private static boolean onDisk(int partition, String text) {
        Path log = directory.resolve("broker").resolve(REJECTED + "-" + partition);
        try (Stream<Path> segments = Files.list(log)) {
            return segments.filter(file -> file.toString().endsWith(".log")).anyMatch(file -> holds(file, text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean holds(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException moved) {
            return true; // looked at while it was replaced: look again
        }
    }

    private static void send(byte @Nullable [] key, byte[] value) throws Exception {
        producer.send(new ProducerRecord<>(EVENTS, key, value)).get();
    }

    private static void awaitRejected(String filter, String value, long events) {
        CountingNode.await(events + " rejected of " + value, () -> matching(filter, value) == events);
    }

    private static long matching(String... filter) {
        try {
            return list(filter).get("matching").asLong();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode list(String... filter) throws IOException {
        TypedCommand list = new TypedCommand();
        List<String> arguments = new ArrayList<>(List.of("list", "--json"));
        arguments.addAll(List.of(filter));
        assertEquals(0, run(list, arguments.toArray(String[]::new)), list::aside);
        return new ObjectMapper().readTree(list.answer());
    }

    private static int run(TypedCommand typed, String... arguments) {
        List<String> all = new ArrayList<>(List.of("rejected"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--bootstrap-servers", node.bootstrapServers()));
        return typed.run(all.toArray(String[]::new));
    }

    private static byte[] guestsEvent(String organization, String id, String credits) {
        return bytes("""
                {"specversion":"1.0","id":"%s","source":"s","type":"ai.credits.consumed.v1","subject":"%s",\
                "data":{"feature":"f","user_id":"%s","actor_type":"guest","credits":%s}}""".formatted(id, organization, CANARY, credits));
    }

    private static byte[] reversal(String organization, String id, String original, String credits) {
        return bytes("""
                {"specversion":"1.0","id":"%s","source":"s","type":"ai.credits.reversed.v1","subject":"%s",\
                "data":{"feature":"f","user_id":"%s","actor_type":"guest","credits":%s,\
                "reverses":{"source":"s","id":"%s"}}}""".formatted(id, organization, CANARY, credits, original));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
