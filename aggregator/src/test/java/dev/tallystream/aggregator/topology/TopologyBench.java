package dev.tallystream.aggregator.topology;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.period.OrganizationCalendar;
import dev.tallystream.aggregator.table.Cell;
import dev.tallystream.aggregator.table.Ledger;
import dev.tallystream.aggregator.table.StoreTableWriter;
import dev.tallystream.aggregator.table.Stores;
import dev.tallystream.aggregator.table.TableWriter;
import dev.tallystream.aggregator.table.UsageReader;
import dev.tallystream.aggregator.table.UsageRowKey;
import dev.tallystream.aggregator.table.UsageTables;
import dev.tallystream.aggregator.view.MemberTally.Member;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.event.Actor;
import dev.tallystream.contract.event.Usage;
import dev.tallystream.contract.id.FeatureId;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.id.TeamId;
import dev.tallystream.contract.settings.CalendarRule;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.SettingsCodec;
import dev.tallystream.contract.topic.Placement;
import dev.tallystream.contract.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.header.Headers;
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

    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> events;
    private final TestInputTopic<byte[], byte[]> settings;
    private Instant now = NOW;

    TopologyBench(Path directory, int partitions) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "bench");
        config.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        driver = new TopologyTestDriver(CreditTopology.build(partitions, new LiveTasks()), config);
        events = driver.createInputTopic(
                Topics.CREDIT_EVENTS.name(), new ByteArraySerializer(), new ByteArraySerializer());
        settings = driver.createInputTopic(
                Topics.ORGANIZATION_SETTINGS.name(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    void at(Instant instant) {
        now = instant;
    }

    void send(byte @Nullable [] key, byte @Nullable [] value) {
        events.pipeInput(new TestRecord<>(key, value, now));
    }

    void sendBinary(Headers headers, byte[] value) {
        events.pipeInput(new TestRecord<byte[], byte[]>(null, value, headers, now));
    }

    void send(String value) {
        send(null, value.getBytes(StandardCharsets.UTF_8));
    }

    void settings(String organization, OrganizationSettings newSettings) {
        settings.pipeInput(
                Placement.recordKey(new OrganizationId(organization)), SettingsCodec.encode(newSettings), now);
    }

    /** Puts sums near the end of 64 bits, which no test could send: so many credits in every row of today. */
    void preload(String organization, long millionsOfCredits) {
        Credits credits = new Credits(Math.multiplyExact(millionsOfCredits, 1_000_000 * Credits.MICROS_PER_CREDIT));
        TableWriter writer = new StoreTableWriter(driver::getKeyValueStore);
        Usage usage = new Usage(new FeatureId("ai_slides"), new TeamId("t1"), new Actor.Guest(), credits);
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        writer.add(
                new OrganizationId(organization),
                new OrganizationCalendar(CalendarRule.DEFAULT),
                today,
                usage,
                new Tally(credits, 1));
    }

    /** Every row of a table, as text. */
    Map<String, String> rows(Granularity granularity) {
        Map<String, String> rows = new TreeMap<>();
        try (KeyValueIterator<Bytes, byte[]> all = driver.<Bytes, byte[]>getKeyValueStore(
                        UsageTables.storeName(granularity))
                .all()) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> row = all.next();
                UsageRowKey key = UsageRowKey.fromBytes(row.key.get());
                Tally tally = UsageTables.tallySerde().deserializer().deserialize("", row.value);
                rows.put(text(key), tally.credits() + " in " + tally.events());
            }
        }
        return rows;
    }

    private static String text(UsageRowKey key) {
        String cell = switch (key.cell()) {
            case Cell.Total() -> "total";
            case Cell.Part part ->
                part.dimension() + " "
                        + switch (part.member()) {
                            case Member.Named(String id) -> id;
                            case Member.Unattributed() -> "-";
                        };
        };
        return key.organization() + " " + key.periodStart() + " " + cell;
    }

    UsageReader reader(Granularity granularity) {
        return new UsageReader(driver.getKeyValueStore(UsageTables.storeName(granularity)));
    }

    Ledger ledger() {
        return Ledger.read(driver.getKeyValueStore(Stores.LEDGER));
    }

    /** The rejected records so far that were not yet asked for. */
    List<TestRecord<byte[], byte[]>> rejected() {
        return driver.createOutputTopic(
                        Topics.CREDIT_EVENTS_REJECTED.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    static String header(TestRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        driver.close();
    }
}
