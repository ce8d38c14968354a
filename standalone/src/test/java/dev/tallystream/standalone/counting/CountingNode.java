package dev.tallystream.standalone.counting;

import static org.junit.jupiter.api.Assertions.fail;

import dev.tallystream.aggregator.Aggregator;
import dev.tallystream.aggregator.AggregatorConfig;
import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.view.Freshness;
import dev.tallystream.aggregator.view.OpenedRows;
import dev.tallystream.aggregator.view.PartitionView;
import dev.tallystream.aggregator.view.Reading;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.aggregator.view.UsageView;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.standalone.broker.EmbeddedBroker;
import dev.tallystream.standalone.installation.ListenPort;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A broker and an aggregator of four partitions in this process, and a plain producer beside them. */
final class CountingNode implements AutoCloseable {
    static final int PARTITIONS = AggregatorConfig.DEFAULT_PARTITIONS;

    /** Short, so that the test of a halt is. */
    static final Duration STALL_AFTER = Duration.ofSeconds(3);

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final EmbeddedBroker broker;
    private final Aggregator aggregator;
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();

    private CountingNode(EmbeddedBroker broker, Aggregator aggregator) {
        this.broker = broker;
        this.aggregator = aggregator;
        this.producer = producer(Map.of());
    }

    static CountingNode start(Path directory) {
        EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"), ListenPort.free());
        AggregatorConfig config = new AggregatorConfig(
                broker.bootstrapServers(),
                AggregatorConfig.DEFAULT_APPLICATION_ID,
                directory.resolve("state"),
                PARTITIONS,
                (short) 1,
                2,
                "test",
                STALL_AFTER,
                Map.of(),
                null);
        return new CountingNode(broker, Aggregator.start(config, InstantSource.system()));
    }

    UsageView view() {
        return aggregator.view();
    }

    PartitionView partitions() {
        return aggregator.partitions();
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", broker.bootstrapServers());
        settings.put("linger.ms", 5);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    void send(String topic, @Nullable Integer partition, byte @Nullable [] key, byte[] value) {
        sent.add(producer.send(new ProducerRecord<>(topic, partition, key, value)));
    }

    /** Waits until the broker has everything that was sent. */
    void flush() throws Exception {
        producer.flush();
        for (Future<RecordMetadata> one : sent) {
            one.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        }
        sent.clear();
    }

    /** One consistent look, waiting while the view is not ready. */
    <T> T read(OrganizationId organization, Function<UsageCut, T> query) {
        return readRows(organization, cut -> {
            T value = query.apply(cut);
            return later -> value;
        });
    }

    /** The same of rows. */
    <T> T readRows(OrganizationId organization, Function<UsageCut, OpenedRows<T>> query) {
        List<T> found = new ArrayList<>();
        await("an answer for " + organization, () -> switch (view().readRows(organization, query)) {
            case Reading.Answered<T>(T value, Freshness freshness) -> found.add(value);
            case Reading.Unavailable<T> unavailable -> false;
        });
        return found.getLast();
    }

    Freshness freshness(OrganizationId organization) {
        return switch (view().read(organization, cut -> 0)) {
            case Reading.Answered<Integer>(Integer value, Freshness freshness) -> freshness;
            case Reading.Unavailable<Integer> unavailable -> fail("not ready: " + unavailable.reason());
        };
    }

    Tally today(OrganizationId organization) {
        return read(
                organization,
                cut -> cut.total(
                        cut.calendar().periodOf(Granularity.DAY, cut.calendar().dateOf(Instant.now()))));
    }

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                fail("waited " + DEADLINE.toSeconds() + " s in vain for " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    static byte[] event(OrganizationId organization, String id, String credits) {
        return """
                {"specversion":"1.0","id":"%s","source":"s","type":"ai.credits.consumed.v1","subject":"%s",\
                "data":{"feature":"f%s","team_id":"t1","user_id":"u%s","credits":%s}}""".formatted(id, organization, id.hashCode() & 3, id.hashCode() & 7, credits)
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
        aggregator.close();
        broker.close();
    }
}
