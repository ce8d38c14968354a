package dev.tallystream.benchmark.model;

import dev.tallystream.aggregator.table.Edges;
import dev.tallystream.aggregator.table.Stores;
import dev.tallystream.aggregator.topology.CountingRules;
import dev.tallystream.aggregator.topology.CreditTopology;
import dev.tallystream.aggregator.topology.LiveTasks;
import dev.tallystream.aggregator.view.UsageTable;
import dev.tallystream.contract.erasure.ErasedUser;
import dev.tallystream.contract.erasure.ErasureKey;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.id.UserId;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.SettingsCodec;
import dev.tallystream.contract.settings.UserAnalytics;
import dev.tallystream.contract.topic.Placement;
import dev.tallystream.contract.topic.Topics;
import dev.tallystream.standalone.audit.Cell.Table;
import dev.tallystream.standalone.audit.Export;
import dev.tallystream.standalone.audit.Ledger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * Steps through the whole topology in one thread. The driver delivers everything on partition 0, so the number of
 * partitions decides which records are misplaced and travel.
 */
final class ModelRun {
    /** Whose ids are erased is told by the same key in every run. */
    static final ErasureKey KEY = ErasureKey.of(new byte[ErasureKey.LENGTH]);

    private static final Instant BEFORE_ALL = Instant.parse("2020-01-01T00:00:00Z");

    /** Looks of the sweep, which come by the wall clock. */
    private static final int STEPS_BETWEEN_LOOKS = 40;

    private final TestInputTopic<byte[], byte[]> settings;
    private final TestInputTopic<byte[], byte[]> events;
    private final TestInputTopic<byte[], byte[]> erasedUsers;
    private final Map<String, Long> versions = new HashMap<>();
    private final Set<ErasedUser> erased = new HashSet<>();
    private int keys;

    private ModelRun(TopologyTestDriver driver) {
        settings = topic(driver, Topics.ORGANIZATION_SETTINGS.name());
        events = topic(driver, Topics.CREDIT_EVENTS.name());
        erasedUsers = topic(driver, Topics.ERASED_USERS.name());
    }

    /**
     * How the topology is run.
     *
     * @param onDisk in RocksDB; otherwise in memory, which is faster
     */
    record Setting(int partitions, Map<UsageTable, Duration> retention, boolean onDisk) {
        Setting withPartitions(int other) {
            return new Setting(other, retention, onDisk);
        }

        private Function<String, KeyValueBytesStoreSupplier> storage() {
            return onDisk ? Stores::onDisk : org.apache.kafka.streams.state.Stores::inMemoryKeyValueStore;
        }
    }

    /** What the tables hold after the steps. */
    static Export export(List<? extends Step> steps, Setting setting) {
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
        LiveTasks tasks = new LiveTasks();
        CountingRules rules = new CountingRules(setting.partitions(), setting.retention(), KEY);
        try (TopologyTestDriver driver =
                new TopologyTestDriver(CreditTopology.build(rules, tasks, setting.storage()), config, BEFORE_ALL)) {
            ModelRun run = new ModelRun(driver);
            int taken = 0;
            for (Step step : steps) {
                run.take(step);
                if (++taken % STEPS_BETWEEN_LOOKS == 0) {
                    settle(tasks);
                    driver.advanceWallClockTime(Duration.ofMillis(100));
                }
            }
            Map<Table, Long> edges = edges(driver);
            return new Export(0, ledger(tasks), edges, run.erased, ModelRows.read(driver, edges));
        } finally {
            delete(directory);
        }
    }

    /** The driver passes on what is misplaced at once, so nothing is on its way. */
    private static void settle(LiveTasks tasks) {
        tasks.all()
                .forEach(task -> task.settled(Instant.ofEpochMilli(task.ledger().appended())));
    }

    private void take(Step step) {
        switch (step) {
            case Intent record -> events.pipeInput(new TestRecord<>(key(record), record.bytes(), record.appended()));
            case Step.Decided(String organization, var calendar) -> {
                long version = versions.merge(organization, 1L, Long::sum);
                OrganizationSettings decided =
                        new OrganizationSettings(version, UserAnalytics.INCLUDE, calendar, List.of());
                settings.pipeInput(
                        Placement.recordKey(new OrganizationId(organization)),
                        SettingsCodec.encode(decided),
                        BEFORE_ALL);
            }
            case Step.Erased(String organization, String user) -> {
                ErasedUser one = KEY.erase(new OrganizationId(organization), new UserId(user));
                erased.add(one);
                byte[] fingerprint = ByteBuffer.allocate(Long.BYTES)
                        .putLong(KEY.fingerprint())
                        .array();
                erasedUsers.pipeInput(one.toBytes(), fingerprint, BEFORE_ALL);
            }
        }
    }

    /** None, the right one, or anything: it must not matter. */
    private byte @Nullable [] key(Intent record) {
        return switch (keys++ % 3) {
            case 0 -> null;
            case 1 -> record.organization().getBytes(StandardCharsets.UTF_8);
            default -> new byte[] {(byte) keys, -1};
        };
    }

    private static TestInputTopic<byte[], byte[]> topic(TopologyTestDriver driver, String name) {
        return driver.createInputTopic(name, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static Map<Table, Long> edges(TopologyTestDriver driver) {
        KeyValueStore<Bytes, byte[]> store = driver.getKeyValueStore(Stores.LEDGER);
        Map<Table, Long> edges = new HashMap<>();
        Edges.in(store::get).forEach((table, date) -> edges.put(ModelRows.table(table), date.toEpochDay()));
        return edges;
    }

    private static Ledger ledger(LiveTasks tasks) {
        dev.tallystream.aggregator.view.Ledger ledger =
                tasks.find(0).orElseThrow().ledger();
        return new Ledger(
                ledger.consumed(),
                ledger.reroutedIn(),
                ledger.counted(),
                ledger.duplicate(),
                ledger.rejected(),
                ledger.reroutedOut(),
                ledger.nextOffset(),
                ledger.appended(),
                ledger.reroutedUpTo());
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
