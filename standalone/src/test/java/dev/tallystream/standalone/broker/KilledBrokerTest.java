package dev.tallystream.standalone.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tallystream.standalone.installation.ListenPort;
import dev.tallystream.standalone.process.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("process")
class KilledBrokerTest {
    private static final TopicPartition PARTITION = new TopicPartition("journal", 0);

    @TempDir
    private Path directory;

    @Test
    void aTransactionThatWasOpenWhenTheBrokerWasKilledEnds() throws Exception {
        int port = ListenPort.free();
        try (BrokerInAProcess broker = BrokerInAProcess.start(directory, port);
                Admin admin = admin(port);
                KafkaProducer<byte[], byte[]> producer = producer(port)) {
            admin.createTopics(Set.of(new NewTopic(PARTITION.topic(), 1, (short) 1)))
                    .all()
                    .get();
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(PARTITION.topic(), "open".getBytes(UTF_8)))
                    .get();
            broker.kill();
            producer.close(Duration.ZERO);
        }

        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, port);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            long end = Await.until(() -> end(admin, IsolationLevel.READ_COMMITTED), committed -> committed > 0);

            assertEquals(end(admin, IsolationLevel.READ_UNCOMMITTED), end);
        }
    }

    private static Admin admin(int port) {
        return Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + port));
    }

    private static KafkaProducer<byte[], byte[]> producer(int port) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        "127.0.0.1:" + port,
                        "transactional.id",
                        "killed",
                        "transaction.timeout.ms",
                        3_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** The offset behind the last record that such a reader may see. */
    private static long end(Admin admin, IsolationLevel isolation) throws Exception {
        return admin.listOffsets(Map.of(PARTITION, OffsetSpec.latest()), new ListOffsetsOptions(isolation))
                .partitionResult(PARTITION)
                .get()
                .offset();
    }
}
