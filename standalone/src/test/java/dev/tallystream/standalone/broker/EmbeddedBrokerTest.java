package dev.tallystream.standalone.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.installation.ListenPort;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kafka.server.KafkaConfig;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
    private static final TopicPartition PARTITION = new TopicPartition("smoke", 0);

    @TempDir
    private Path directory;

    @Test
    void whatWasAcknowledgedIsThereAfterAStopAndAStart() throws Exception {
        int port = ListenPort.free();
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, port)) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                admin.createTopics(Set.of(new NewTopic(PARTITION.topic(), 1, (short) 1)))
                        .all()
                        .get();
            }
            produceInATransaction(broker, "first");
            assertEquals(List.of("first"), consume(broker, 1));
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, port)) {
            produceInATransaction(broker, "second");
            assertEquals(List.of("first", "second"), consume(broker, 2));
        }
    }

    @Test
    void aBusyPortLeavesNothingRunning() throws Exception {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CommandFailure failure =
                    assertThrows(CommandFailure.class, () -> EmbeddedBroker.start(directory, busy.getLocalPort()));
            assertEquals("The broker did not start on 127.0.0.1:" + busy.getLocalPort() + ".", failure.getMessage());
        }
        EmbeddedBroker.start(directory, ListenPort.free()).close();
    }

    @Test
    void everySettingIsOneThatTheBrokerKnows() {
        Set<String> known = KafkaConfig.configDef().names();
        NodeSettings settings = new NodeSettings(directory, 9093);

        assertTrue(known.containsAll(settings.ofBrokerAndController(9092).keySet()));
        assertTrue(known.containsAll(settings.ofControllerAlone().keySet()));
    }

    private static void produceInATransaction(EmbeddedBroker broker, String value) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "smoke");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            var acknowledged = producer.send(new ProducerRecord<>(PARTITION.topic(), value.getBytes(UTF_8)));
            producer.commitTransaction();
            assertTrue(acknowledged.isDone());
        }
    }

    private static List<String> consume(EmbeddedBroker broker, int expected) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed");
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (values.size() < expected && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    values.add(new String(record.value(), UTF_8));
                }
            }
        }
        return values;
    }
}
