package dev.tallystream.benchmark.model;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.table.UsageRowKey;
import dev.tallystream.aggregator.table.UsageTables;
import dev.tallystream.aggregator.topology.CountingRules;
import dev.tallystream.aggregator.topology.CreditTopology;
import dev.tallystream.aggregator.topology.LiveTasks;
import dev.tallystream.aggregator.view.Cell;
import dev.tallystream.aggregator.view.MemberTally.Member;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.aggregator.view.UsageTable;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.settings.CalendarRule;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.SettingsCodec;
import dev.tallystream.contract.settings.UserAnalytics;
import dev.tallystream.contract.topic.Placement;
import dev.tallystream.contract.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.Month;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.test.TestRecord;

/** The records through the whole topology on RocksDB, in one thread; partitions decide which of them are misplaced. */
final class ModelRun {
    private static final Instant BEFORE_ALL = Instant.parse("2020-01-01T00:00:00Z");

    private ModelRun() {}

    /** Every row of the four tables, in the text of {@link Recount#cells()}. */
    static Map<String, String> cells(Map<String, ModelCalendar> calendars, List<Intent> records, int partitions) {
        Path directory;
        try {
            directory = Files.createTempDirectory("tallystream-model");
        } catch (IOException e) {
            throw new UncheckedIOException("a temporary directory is needed", e);
        }
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "model");
        config.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        try (TopologyTestDriver driver =
                new TopologyTestDriver(CreditTopology.build(CountingRules.of(partitions), new LiveTasks()), config)) {
            TestInputTopic<byte[], byte[]> settings = topic(driver, Topics.ORGANIZATION_SETTINGS.name());
            calendars.forEach((organization, calendar) -> settings.pipeInput(
                    Placement.recordKey(new OrganizationId(organization)), settings(calendar), BEFORE_ALL));
            TestInputTopic<byte[], byte[]> events = topic(driver, Topics.CREDIT_EVENTS.name());
            for (Intent record : records) {
                events.pipeInput(new TestRecord<>(null, record.bytes(), record.appended()));
            }
            Map<String, String> cells = new TreeMap<>();
            for (Granularity granularity : Granularity.values()) {
                read(driver, granularity, cells);
            }
            return cells;
        } finally {
            delete(directory);
        }
    }

    private static TestInputTopic<byte[], byte[]> topic(TopologyTestDriver driver, String name) {
        return driver.createInputTopic(name, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static byte[] settings(ModelCalendar calendar) {
        return SettingsCodec.encode(OrganizationSettings.first(
                UserAnalytics.INCLUDE,
                new CalendarRule(
                        calendar.zone(),
                        DayOfWeek.of(calendar.weekStart() + 1),
                        Month.of(calendar.fiscalStart() + 1))));
    }

    private static void read(TopologyTestDriver driver, Granularity granularity, Map<String, String> cells) {
        try (KeyValueIterator<Bytes, byte[]> rows = driver.<Bytes, byte[]>getKeyValueStore(
                        UsageTable.of(granularity).storeName())
                .all()) {
            while (rows.hasNext()) {
                KeyValue<Bytes, byte[]> row = rows.next();
                UsageRowKey key = UsageRowKey.fromBytes(row.key.get());
                if (key.cell() instanceof Cell.Crossed) {
                    continue;
                }
                Tally tally = UsageTables.tallySerde().deserializer().deserialize("", row.value);
                cells.put(
                        key.organization() + " " + granularity + " "
                                + key.periodStart().toEpochDay() + " " + text(key.cell()),
                        tally.credits().micros() + " in " + tally.events());
            }
        }
    }

    private static String text(Cell cell) {
        return switch (cell) {
            case Cell.Total() -> "TOTAL";
            case Cell.Hour(int hour) -> "HOUR " + hour;
            case Cell.Crossed crossed -> crossed.toString();
            case Cell.Part part ->
                part.dimension()
                        + switch (part.member()) {
                            case Member.Named(String id) -> "=" + id;
                            case Member.Unattributed() -> "-";
                        };
        };
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the temporary directory " + directory + " cannot be deleted", e);
        }
    }
}
