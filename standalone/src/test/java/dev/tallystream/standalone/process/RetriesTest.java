package dev.tallystream.standalone.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallystream.contract.topic.Topics;
import dev.tallystream.query.access.SigningKey;
import dev.tallystream.standalone.installation.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** One event by every way there is, again and again, also after the tables were lost: it counts once. */
@Tag("process")
class RetriesTest {
    private static final int PARTITIONS = 4;
    private static final String EVENT = event("once", "2026", "1.5");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    void aRetryIsTheSameEventWhicheverWayItComes() throws Exception {
        Installation installation = new Installation(directory.resolve("data"));
        try (RunningTallystream serve = RunningTallystream.serve(installation.directory());
                Caller acme = new Caller("acme")) {
            String key = installation.credentials().orElseThrow().ingestKey();
            SigningKey signingKey = installation.signingKeyFile().read();
            assertEquals(202, acme.publish(serve.url(), key, "once", "1.5"));
            sendToEveryPartition(serve.bootstrapServers(), "first");
            assertUsage(serve, acme, signingKey, 1 + PARTITIONS, "5.5");

            // The tables and the identities are lost; they come back from their changelogs.
            assertEquals(0, serve.stop());
            delete(installation.state());
            serve.restart();
            assertEquals(202, acme.publish(serve.url(), key, "once", "1.5"));
            sendToEveryPartition(serve.bootstrapServers(), "second");

            assertUsage(serve, acme, signingKey, 1 + 2 * PARTITIONS, "9.5");
        }
    }

    /** The same event on each partition, without a key and with another time, then another content, then a new event. */
    private static void sendToEveryPartition(String bootstrapServers, String round) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers);
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                for (String event : List.of(EVENT, event("once", round, "2"), event(round + partition, round, "1"))) {
                    sent.add(producer.send(new ProducerRecord<>(
                            Topics.CREDIT_EVENTS.name(), partition, null, event.getBytes(StandardCharsets.UTF_8))));
                }
            }
        }
        for (Future<RecordMetadata> one : sent) {
            one.get();
        }
    }

    /** Each partition's new event lies behind the retries of that partition, so when all are counted, so are those. */
    private static void assertUsage(
            RunningTallystream serve, Caller acme, SigningKey signingKey, int events, String credits) throws Exception {
        JsonNode usage = Await.until(
                () -> acme.usage(serve.url(), signingKey),
                now -> now.path("event_count").asInt() >= events);
        assertEquals(events, usage.get("event_count").asInt());
        assertEquals(credits, usage.get("total_credits").asText());
    }

    private static String event(String id, String unread, String credits) {
        return """
                {"specversion":"1.0","id":"%s","source":"/test","type":"ai.credits.consumed.v1","subject":"acme",\
                "unread":"%s","data":{"feature":"ai_slides","team_id":"team_1","user_id":"user_1","credits":"%s"}}""".formatted(id, unread, credits);
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
