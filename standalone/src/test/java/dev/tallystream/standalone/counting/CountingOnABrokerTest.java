package dev.tallystream.standalone.counting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.aggregator.Aggregator;
import dev.tallystream.aggregator.AggregatorConfig;
import dev.tallystream.aggregator.AggregatorException;
import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.period.Period;
import dev.tallystream.aggregator.table.UsageRowKey;
import dev.tallystream.aggregator.table.UsageTables;
import dev.tallystream.aggregator.view.Breakdown;
import dev.tallystream.aggregator.view.Cell;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.aggregator.view.Freshness;
import dev.tallystream.aggregator.view.MemberTally;
import dev.tallystream.aggregator.view.OpenedRows;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.aggregator.view.UsageTable;
import dev.tallystream.aggregator.view.ViewState;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.topic.Placement;
import dev.tallystream.contract.topic.Topics;
import dev.tallystream.standalone.broker.EmbeddedBroker;
import dev.tallystream.standalone.installation.ListenPort;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("broker")
class CountingOnABrokerTest {
    private static final String EVENTS = Topics.CREDIT_EVENTS.name();

    /** What is settled is looked at every five seconds, and takes two looks. */
    private static final Duration SEVERAL_LOOKS = Duration.ofSeconds(16);

    @TempDir
    private static Path directory;

    private static CountingNode node;

    @BeforeAll
    static void start() {
        node = CountingNode.start(directory);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    /** As a producer built on librdkafka places its records: CRC32 of the key. */
    private static int crc32Partition(byte[] key) {
        CRC32 crc = new CRC32();
        crc.update(key);
        return (int) (crc.getValue() % CountingNode.PARTITIONS);
    }

    @Test
    void recordsOnWrongPartitionsCountOnceForTheirOrganization() throws Exception {
        Set<Integer> own = new HashSet<>();
        int misplaced = 0;
        for (int org = 0; org < 12; org++) {
            OrganizationId organization = new OrganizationId("crc-" + org);
            byte[] key = Placement.eventKey(organization);
            int right = Placement.partitionOf(organization, CountingNode.PARTITIONS);
            own.add(right);
            misplaced += crc32Partition(key) == right ? 0 : 1;
            for (int i = 0; i < 20; i++) {
                byte[] event = CountingNode.event(organization, "e" + i, "1.5");
                node.send(EVENTS, crc32Partition(key), key, event);
                node.send(EVENTS, (right + 1) % CountingNode.PARTITIONS, null, event);
                node.send(EVENTS, (right + 2) % CountingNode.PARTITIONS, new byte[] {1, 2, 3}, event);
            }
        }
        assertEquals(CountingNode.PARTITIONS, own.size(), "every partition must own an organization");
        assertTrue(misplaced >= 3, "CRC32 must disagree with murmur2 often enough");
        node.flush();

        Tally expected = new Tally(Credits.parse("30"), 20);
        for (int org = 0; org < 12; org++) {
            OrganizationId organization = new OrganizationId("crc-" + org);
            CountingNode.await(
                    organization + " to be counted",
                    () -> node.today(organization).equals(expected));
        }
        OrganizationId last = new OrganizationId("crc-last");
        node.send(EVENTS, null, null, CountingNode.event(last, "last", "1"));
        node.flush();
        CountingNode.await("the last event", () -> node.today(last).events() == 1);
        for (int org = 0; org < 12; org++) {
            assertEquals(expected, node.today(new OrganizationId("crc-" + org)));
        }
    }

    private static OrganizationId organizationOn(int partition) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> new OrganizationId("on-" + i))
                .filter(one -> Placement.partitionOf(one, CountingNode.PARTITIONS) == partition)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void nothingIsSettledBeforeEveryPartitionIsCounted(@TempDir Path other) throws Exception {
        OrganizationId organization = new OrganizationId("settled");
        int own = Placement.partitionOf(organization, CountingNode.PARTITIONS);
        try (CountingNode fresh = CountingNode.start(other);
                KafkaProducer<byte[], byte[]> blocker =
                        fresh.producer(Map.of("transactional.id", "blocker", "transaction.timeout.ms", 120_000))) {
            int behind = (own + 1) % CountingNode.PARTITIONS;
            OrganizationId waiting = organizationOn(behind);
            CountingNode.await(
                    "a fresh partition",
                    () -> fresh.today(waiting).equals(Tally.ZERO)
                            && fresh.freshness(waiting).lag().compareTo(SEVERAL_LOOKS) < 0);
            blocker.initTransactions();
            blocker.beginTransaction();
            blocker.send(new ProducerRecord<>(EVENTS, behind, null, CountingNode.event(organization, "s1", "1")))
                    .get();
            fresh.send(EVENTS, own, null, CountingNode.event(organization, "s2", "1"));
            fresh.flush();
            CountingNode.await("the event", () -> fresh.today(organization).events() == 1);
            // What waits is that old only after several looks, each of which must have found it.
            CountingNode.await(
                    "several looks", () -> fresh.freshness(waiting).lag().compareTo(SEVERAL_LOOKS) > 0);
            assertEquals(Map.of(), fresh.partitions().settled());

            blocker.commitTransaction();
            CountingNode.await(
                    "every partition to be settled",
                    () -> fresh.partitions().settled().keySet().equals(Set.of(0, 1, 2, 3)));

            assertEquals(2, fresh.today(organization).events());
        }
    }

    @Test
    void everyTablesChangelogIsAKTableWithTheRowsOfTheAnswers() throws Exception {
        OrganizationId organization = new OrganizationId("ktable");
        for (int i = 0; i < 200; i++) {
            node.send(
                    EVENTS, null, Placement.eventKey(organization), CountingNode.event(organization, "k" + i, "0.25"));
        }
        node.flush();
        Tally expected = new Tally(Credits.parse("50"), 200);
        CountingNode.await("200 events", () -> node.today(organization).equals(expected));

        for (Granularity granularity : Granularity.values()) {
            Map<UsageRowKey, Tally> answers = node.readRows(organization, cut -> rows(organization, cut, granularity));
            assertEquals(1 + 4 + 1 + 8, answers.size());
            String changelog =
                    UsageTables.changelogTopic(AggregatorConfig.DEFAULT_APPLICATION_ID, UsageTable.of(granularity));
            try (KafkaStreams reader = tableReader(changelog)) {
                CountingNode.await(
                        "the KTable of " + changelog,
                        () -> table(reader, organization).equals(answers));
            }
        }
    }

    private static OpenedRows<Map<UsageRowKey, Tally>> rows(
            OrganizationId organization, UsageCut cut, Granularity granularity) {
        Period period = cut.calendar().periodOf(granularity, cut.calendar().dateOf(Instant.now()));
        Map<UsageRowKey, Tally> rows = new HashMap<>();
        rows.put(new UsageRowKey(organization, new Cell.Total(), period.start()), cut.total(period));
        Map<Dimension, Breakdown> opened = new EnumMap<>(Dimension.class);
        for (Dimension dimension : Dimension.values()) {
            opened.put(dimension, cut.breakdown(dimension, period));
        }
        return later -> {
            opened.forEach((dimension, breakdown) -> {
                for (MemberTally row : breakdown) {
                    Cell cell = new Cell.Part(dimension, row.member());
                    rows.put(new UsageRowKey(organization, cell, period.start()), row.tally());
                }
            });
            return rows;
        };
    }

    private static KafkaStreams tableReader(String changelog) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.table(
                changelog, Consumed.with(UsageTables.keySerde(), UsageTables.tallySerde()), Materialized.as("table"));
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "reader-of-" + changelog);
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, node.bootstrapServers());
        settings.put(
                StreamsConfig.STATE_DIR_CONFIG, directory.resolve("readers").toString());
        settings.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        settings.put(StreamsConfig.consumerPrefix("isolation.level"), "read_committed");
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        KafkaStreams streams = new KafkaStreams(builder.build(), settings);
        streams.start();
        return streams;
    }

    private static Map<UsageRowKey, Tally> table(KafkaStreams reader, OrganizationId organization) {
        Map<UsageRowKey, Tally> rows = new HashMap<>();
        if (reader.state() != KafkaStreams.State.RUNNING) {
            return rows;
        }
        ReadOnlyKeyValueStore<UsageRowKey, Tally> store =
                reader.store(StoreQueryParameters.fromNameAndType("table", QueryableStoreTypes.keyValueStore()));
        try (KeyValueIterator<UsageRowKey, Tally> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<UsageRowKey, Tally> row = all.next();
                boolean crossed = row.key.cell() instanceof Cell.Crossed;
                if (row.key.organization().equals(organization) && !crossed) {
                    rows.put(row.key, row.value);
                }
            }
        }
        return rows;
    }

    /**
     * An open transaction on the partition holds back everything behind it: processing stands still while events
     * arrive, without any hook in the product.
     */
    @Test
    void whileProcessingIsHaltedTheAnswerKeepsItsTimeAndReadinessFails() throws Exception {
        OrganizationId organization = new OrganizationId("halted");
        int partition = Placement.partitionOf(organization, CountingNode.PARTITIONS);
        node.send(EVENTS, null, Placement.eventKey(organization), CountingNode.event(organization, "h1", "1"));
        node.flush();
        CountingNode.await("the first event", () -> node.today(organization).events() == 1);
        CountingNode.await("a live node", () -> node.view().state() instanceof ViewState.Live);

        try (KafkaProducer<byte[], byte[]> blocker =
                node.producer(Map.of("transactional.id", "blocker", "transaction.timeout.ms", 120_000))) {
            blocker.initTransactions();
            blocker.beginTransaction();
            blocker.send(new ProducerRecord<>(EVENTS, partition, null, CountingNode.event(organization, "h2", "1")))
                    .get();
            node.send(EVENTS, null, Placement.eventKey(organization), CountingNode.event(organization, "h3", "1"));
            node.flush();
            Instant sent = Instant.now();
            CountingNode.await("readiness to fail", () -> node.view().state() instanceof ViewState.Stalled);

            Freshness halted = node.freshness(organization);
            assertEquals(1, node.today(organization).events());
            assertTrue(halted.asOf().isBefore(sent), "as_of must not pass events that are not counted");
            assertTrue(halted.lag().compareTo(CountingNode.STALL_AFTER) > 0);
            CountingNode.await(
                    "lag to grow", () -> node.freshness(organization).lag().compareTo(halted.lag()) > 0);
            assertEquals(halted.asOf(), node.freshness(organization).asOf());
            blocker.abortTransaction();
        }

        CountingNode.await("the event behind it", () -> node.today(organization).events() == 2);
        CountingNode.await("a live node", () -> node.view().state() instanceof ViewState.Live);
        // The marker of the aborted transaction stands last: it is passed over, and no event says so.
        Duration fresh = Duration.ofSeconds(2);
        CountingNode.await(
                "a fresh answer", () -> node.freshness(organization).lag().compareTo(fresh) < 0);
    }

    @Test
    void aPartitionWithoutEventsIsCompleteUpToNow() {
        OrganizationId nobody = new OrganizationId("nobody");
        assertEquals(Tally.ZERO, node.today(nobody));
        Freshness before = node.freshness(nobody);

        CountingNode.await(
                "as_of to move on", () -> node.freshness(nobody).asOf().isAfter(before.asOf()));
        assertEquals(before.position(), node.freshness(nobody).position());
    }

    @Test
    void organizationsAreThoseWithRows() throws Exception {
        OrganizationId organization = new OrganizationId("listed");
        assertFalse(node.view().organizations().contains(organization));
        node.send(EVENTS, null, Placement.eventKey(organization), CountingNode.event(organization, "l1", "1"));
        node.flush();

        CountingNode.await("the organization", () -> node.view().organizations().contains(organization));
        assertFalse(node.view().organizations().contains(new OrganizationId("nobody")));
    }

    @Test
    void aChangedPartitionCountIsRefusedInOneSentence() {
        AggregatorConfig six = new AggregatorConfig(
                node.bootstrapServers(),
                AggregatorConfig.DEFAULT_APPLICATION_ID,
                directory.resolve("six"),
                6,
                (short) 1,
                1,
                null,
                AggregatorConfig.DEFAULT_STALL_AFTER,
                Map.of(),
                null);

        AggregatorException refused =
                assertThrows(AggregatorException.class, () -> Aggregator.start(six, InstantSource.system()));

        assertTrue(refused.toString().contains("has 4 partitions but 6 are configured"), refused.toString());
    }

    @Test
    void anEventsTopicThatWouldLoseBackdatedEventsIsRefused(@TempDir Path other) throws Exception {
        try (var broker = EmbeddedBroker.start(other.resolve("broker"), ListenPort.free())) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                admin.createTopics(List.of(new NewTopic(EVENTS, CountingNode.PARTITIONS, (short) 1)))
                        .all()
                        .get();
            }
            AggregatorConfig config = AggregatorConfig.singleNode(broker.bootstrapServers(), other, "test");

            AggregatorException refused =
                    assertThrows(AggregatorException.class, () -> Aggregator.start(config, InstantSource.system()));

            assertTrue(refused.toString().contains("or events would be lost"), refused.toString());
        }
    }
}
