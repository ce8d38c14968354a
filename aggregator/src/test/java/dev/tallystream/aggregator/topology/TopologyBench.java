package dev.tallystream.aggregator.topology;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.period.OrganizationCalendar;
import dev.tallystream.aggregator.table.Edges;
import dev.tallystream.aggregator.table.ErasedUsers;
import dev.tallystream.aggregator.table.StoreTableWriter;
import dev.tallystream.aggregator.table.Stores;
import dev.tallystream.aggregator.table.TaskStores;
import dev.tallystream.aggregator.table.UsageReader;
import dev.tallystream.aggregator.table.UsageRowKey;
import dev.tallystream.aggregator.table.UsageTables;
import dev.tallystream.aggregator.view.Cell;
import dev.tallystream.aggregator.view.Ledger;
import dev.tallystream.aggregator.view.MemberTally.Member;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.aggregator.view.UsageTable;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.directory.DirectoryCodec;
import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.directory.DirectoryKey;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.contract.erasure.ErasureKey;
import dev.tallystream.contract.event.Actor;
import dev.tallystream.contract.event.Usage;
import dev.tallystream.contract.id.FeatureId;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.id.TeamId;
import dev.tallystream.contract.id.UserId;
import dev.tallystream.contract.settings.CalendarHistory;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.SettingsCodec;
import dev.tallystream.contract.topic.EventHeaders;
import dev.tallystream.contract.topic.Placement;
import dev.tallystream.contract.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The whole topology on RocksDB in one thread; every record arrives on partition 0 at a time that the test says. */
final class TopologyBench implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final LiveTasks tasks = new LiveTasks();
    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> events;
    private final TestInputTopic<byte[], byte[]> passedOn;
    private final TestInputTopic<byte[], byte[]> settings;
    private final TestInputTopic<byte[], byte[]> allocations;
    private final TestInputTopic<byte[], byte[]> directory;
    private final TestInputTopic<byte[], byte[]> erased;
    private Instant now = NOW;

    TopologyBench(Path directory, int partitions) {
        this(directory, CountingRules.of(partitions));
    }

    TopologyBench(Path stateDirectory, CountingRules rules) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "bench");
        config.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        driver = new TopologyTestDriver(CreditTopology.build(rules, tasks), config);
        events = driver.createInputTopic(
                Topics.CREDIT_EVENTS.name(), new ByteArraySerializer(), new ByteArraySerializer());
        passedOn = driver.createInputTopic(
                CreditTopology.misplacedTopic("bench"), new ByteArraySerializer(), new ByteArraySerializer());
        settings = driver.createInputTopic(
                Topics.ORGANIZATION_SETTINGS.name(), new ByteArraySerializer(), new ByteArraySerializer());
        allocations = driver.createInputTopic(
                Topics.CREDIT_ALLOCATIONS.name(), new ByteArraySerializer(), new ByteArraySerializer());
        directory =
                driver.createInputTopic(Topics.DIRECTORY.name(), new ByteArraySerializer(), new ByteArraySerializer());
        erased = driver.createInputTopic(
                Topics.ERASED_USERS.name(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    void at(Instant instant) {
        now = instant;
    }

    void send(byte @Nullable [] key, byte @Nullable [] value) {
        send(key, value, new RecordHeaders());
    }

    void send(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        events.pipeInput(new TestRecord<>(key, value, headers, now));
    }

    void send(String value) {
        send(null, value.getBytes(StandardCharsets.UTF_8));
    }

    /** As another partition passes it on, where it was appended at that time. */
    void passOn(String value, Instant appended) {
        Headers headers = new RecordHeaders().add(EventHeaders.ORIGIN, "1:0".getBytes(StandardCharsets.US_ASCII));
        passedOn.pipeInput(new TestRecord<>(new byte[0], value.getBytes(StandardCharsets.UTF_8), headers, appended));
    }

    void settings(String organization, OrganizationSettings newSettings) {
        settings(organization, SettingsCodec.encode(newSettings));
    }

    void settings(String organization, byte @Nullable [] value) {
        settings.pipeInput(Placement.recordKey(new OrganizationId(organization)), value, now);
    }

    /** What was written back to the settings' topic so far and not yet asked for. */
    List<byte[]> writtenBack() {
        return driver.createOutputTopic(
                        Topics.ORGANIZATION_SETTINGS.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readValuesToList();
    }

    /** The settings that stand; null where none do. */
    byte @Nullable [] standing(String organization) {
        return driver.<Bytes, byte[]>getKeyValueStore(Stores.SETTINGS)
                .get(Bytes.wrap(Placement.recordKey(new OrganizationId(organization))));
    }

    void allocations(String organization, byte @Nullable [] value) {
        allocations.pipeInput(Placement.recordKey(new OrganizationId(organization)), value, now);
    }

    /** What was written back to the allocations' topic so far and not yet asked for. */
    List<byte[]> allocationsWrittenBack() {
        return driver.createOutputTopic(
                        Topics.CREDIT_ALLOCATIONS.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readValuesToList();
    }

    /** What is agreed; null where nothing is. */
    byte @Nullable [] agreed(String organization) {
        return driver.<Bytes, byte[]>getKeyValueStore(Stores.ALLOCATIONS)
                .get(Bytes.wrap(Placement.recordKey(new OrganizationId(organization))));
    }

    void name(String organization, DirectoryKind kind, String id, String name) {
        name(new DirectoryKey(new OrganizationId(organization), kind, id).toBytes(), name);
    }

    void name(byte @Nullable [] key, String name) {
        directory.pipeInput(key, DirectoryCodec.encode(DirectoryEntry.named(name)), now);
    }

    void erase(ErasureKey key, String organization, String user) {
        erased.pipeInput(
                key.erase(new OrganizationId(organization), new UserId(user)).toBytes(),
                ByteBuffer.allocate(Long.BYTES).putLong(key.fingerprint()).array(),
                now);
    }

    /** The keys that were taken off the directory's topic so far and not yet asked for. */
    List<byte[]> removedNames() {
        return driver
                .createOutputTopic(Topics.DIRECTORY.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList()
                .stream()
                .filter(record -> record.value() == null)
                .map(TestRecord::key)
                .toList();
    }

    /** Everything from before the last record has come. */
    void settle() {
        tasks.counting(0).settled(Instant.ofEpochMilli(ledger().appended()));
    }

    /** Lets the counting thread look after what is no longer kept, so often that it is done. */
    void sweep() {
        settle();
        look();
    }

    /** The same where it is not known what may still come. */
    void look() {
        for (int slice = 0; slice < 200; slice++) {
            driver.advanceWallClockTime(Duration.ofMillis(100));
        }
    }

    /** The stores as a node that starts now finds them. */
    TaskStores found() {
        return new TaskStores(driver::getKeyValueStore);
    }

    /** How many rows that store has. */
    int size(String store) {
        int size = 0;
        try (KeyValueIterator<Bytes, byte[]> rows =
                driver.<Bytes, byte[]>getKeyValueStore(store).all()) {
            while (rows.hasNext()) {
                rows.next();
                size++;
            }
        }
        return size;
    }

    /** Every byte of every store, as text in which an id would be found. */
    String everything() {
        StringBuilder text = new StringBuilder();
        for (String store : Stores.names()) {
            try (KeyValueIterator<Bytes, byte[]> rows =
                    driver.<Bytes, byte[]>getKeyValueStore(store).all()) {
                while (rows.hasNext()) {
                    KeyValue<Bytes, byte[]> row = rows.next();
                    text.append(new String(row.key.get(), StandardCharsets.UTF_8))
                            .append(' ')
                            .append(new String(row.value, StandardCharsets.UTF_8))
                            .append('\n');
                }
            }
        }
        return text.toString();
    }

    /** Every crossing row of a table, as text. */
    Map<String, String> crossings(Granularity granularity) {
        return rows(granularity, true);
    }

    /** Every hour with usage, as text. */
    Map<String, String> hours() {
        return rows(UsageTable.HOURLY, false);
    }

    /** Puts sums near the end of 64 bits, which no test could send: so many credits in every row of today. */
    void preload(String organization, long millionsOfCredits) {
        Credits credits = new Credits(Math.multiplyExact(millionsOfCredits, 1_000_000 * Credits.MICROS_PER_CREDIT));
        TaskStores stores = new TaskStores(driver::getKeyValueStore);
        StoreTableWriter writer =
                new StoreTableWriter(stores, new Edges(stores, Map.of()), new ErasedUsers(stores.erasedUsers(), null));
        Usage usage = new Usage(new FeatureId("ai_slides"), new TeamId("t1"), new Actor.Guest(), credits);
        writer.add(
                new OrganizationId(organization),
                new OrganizationCalendar(CalendarHistory.DEFAULT),
                now,
                usage,
                new Tally(credits, 1));
        stores.writeBack();
    }

    /** Every row of a table, as text. */
    Map<String, String> rows(Granularity granularity) {
        return rows(granularity, false);
    }

    private Map<String, String> rows(Granularity granularity, boolean crossed) {
        return rows(UsageTable.of(granularity), crossed);
    }

    private Map<String, String> rows(UsageTable table, boolean crossed) {
        Map<String, String> rows = new TreeMap<>();
        try (KeyValueIterator<Bytes, byte[]> all =
                driver.<Bytes, byte[]>getKeyValueStore(table.storeName()).all()) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> row = all.next();
                UsageRowKey key = UsageRowKey.fromBytes(row.key.get());
                if (key.cell() instanceof Cell.Crossed != crossed) {
                    continue;
                }
                Tally tally = UsageTables.tallySerde().deserializer().deserialize("", row.value);
                rows.put(text(key), tally.credits() + " in " + tally.events());
            }
        }
        return rows;
    }

    private static String text(UsageRowKey key) {
        String cell = switch (key.cell()) {
            case Cell.Total() -> "total";
            case Cell.Hour(int hour) -> "hour " + hour;
            case Cell.Crossed crossed -> crossed.crossing() + " " + id(crossed.first()) + " " + id(crossed.second());
            case Cell.Part part -> part.dimension() + " " + id(part.member());
        };
        return key.organization() + " " + key.periodStart() + " " + cell;
    }

    private static String id(Member member) {
        return switch (member) {
            case Member.Named(String id) -> id;
            case Member.Unattributed() -> "-";
        };
    }

    UsageReader reader(Granularity granularity) {
        return new UsageReader(
                driver.getKeyValueStore(UsageTable.of(granularity).storeName()));
    }

    Ledger ledger() {
        return TaskStores.ledgerIn(driver.<Bytes, byte[]>getKeyValueStore(Stores.LEDGER)::get);
    }

    /** The rejected records so far that were not yet asked for. */
    List<TestRecord<byte[], byte[]>> rejected() {
        return driver.createOutputTopic(
                        Topics.CREDIT_EVENTS_REJECTED.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    /** The records that were passed on so far and were not yet asked for. */
    List<TestRecord<byte[], byte[]>> rerouted() {
        return driver.createOutputTopic(
                        CreditTopology.misplacedTopic("bench"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())
                .readRecordsToList();
    }

    /** Lets time pass that no record says. */
    void wait(Duration duration) {
        driver.advanceWallClockTime(duration);
    }

    /** Every key and value of every store. */
    List<byte[]> everythingStored() {
        List<byte[]> stored = new ArrayList<>();
        for (String name : Stores.names()) {
            try (KeyValueIterator<Bytes, byte[]> all =
                    driver.<Bytes, byte[]>getKeyValueStore(name).all()) {
                while (all.hasNext()) {
                    KeyValue<Bytes, byte[]> row = all.next();
                    stored.add(row.key.get());
                    stored.add(row.value);
                }
            }
        }
        return stored;
    }

    static String header(TestRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        driver.close();
    }
}
