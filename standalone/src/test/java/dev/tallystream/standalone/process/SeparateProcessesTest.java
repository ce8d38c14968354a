package dev.tallystream.standalone.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallystream.contract.topic.Topics;
import dev.tallystream.query.access.SigningKey;
import dev.tallystream.standalone.TypedCommand;
import dev.tallystream.standalone.broker.EmbeddedBroker;
import dev.tallystream.standalone.installation.ListenPort;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

@Tag("process")
class SeparateProcessesTest {
    private final SigningKey signingKey = SigningKey.generate();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    void whatComesOverHttpAndWhatComesOverKafkaIsInOneAnswer() throws Exception {
        Path keysFile = directory.resolve("keys.json");
        TypedCommand key = new TypedCommand();
        assertEquals(0, key.run("key", "create", "--keys-file", keysFile.toString()));
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"), ListenPort.free());
                RunningTallystream query = RunningTallystream.query(
                        broker.bootstrapServers(), directory.resolve("state"), keysFile, signingKey);
                RunningTallystream ingest = RunningTallystream.ingest(broker.bootstrapServers(), keysFile);
                Caller acme = new Caller("acme")) {
            assertEquals(202, acme.publish(ingest.url(), key.answer().strip(), "over-http", "1.5"));
            produceWithoutAKey(broker, acme.event("over-kafka", "2"));

            JsonNode usage = Await.until(
                    () -> acme.usage(query.url(), signingKey),
                    now -> now.path("event_count").asInt() == 2);

            assertEquals("3.5", usage.get("total_credits").textValue());
            assertEquals(404, acme.status(ingest.url().resolve("/v1/orgs/acme/credits-usage")));
            assertEquals(0, ingest.stop());
            assertEquals(0, query.stop());
        }
    }

    private static void produceWithoutAKey(EmbeddedBroker broker, String event) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.CREDIT_EVENTS.name(), event.getBytes(UTF_8)))
                    .get();
        }
    }
}
