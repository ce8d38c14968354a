package dev.tallystream.standalone.process;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallystream.aggregator.AggregatorConfig;
import dev.tallystream.aggregator.topology.CreditTopology;
import dev.tallystream.contract.topic.Topics;
import dev.tallystream.http.description.DescribedClient;
import dev.tallystream.query.access.SigningKey;
import dev.tallystream.standalone.installation.Installation;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A guest's and a service's id go through everything that can become of an event, and come out nowhere: they are in the
 * journal and in the bytes of what was rejected, and in no answer, page, command's output, log line or other topic.
 */
@Tag("process")
class CanaryTest {
    private static final String GUEST = "canary-guest-5b2c";
    private static final String SERVICE = "canary-service-9d1e";
    private static final Set<String> MAY_HOLD_THEM =
            Set.of(Topics.CREDIT_EVENTS.name(), Topics.CREDIT_EVENTS_REJECTED.name());

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private final List<String> said = new ArrayList<>();

    @Test
    void theIdsOfGuestsAndServicesComeOutNowhere() throws Exception {
        Installation installation = new Installation(directory.resolve("data"));
        try (RunningTallystream serve = RunningTallystream.serve(installation.directory());
                HttpClient client = new DescribedClient();
                Caller acme = new Caller("acme")) {
            String key = installation.credentials().orElseThrow().ingestKey();
            SigningKey signingKey = installation.signingKeyFile().read();
            for (String bad : List.of(event("x", GUEST, "guest", "many"), event("x", SERVICE, "robot", "1"))) {
                said.add(client.send(
                                HttpRequest.newBuilder(serve.url().resolve("/v1/events"))
                                        .header("Authorization", "Bearer " + key)
                                        .header("Content-Type", "application/cloudevents+json")
                                        .POST(BodyPublishers.ofString(bad))
                                        .build(),
                                BodyHandlers.ofString())
                        .body());
            }
            publish(serve);
            JsonNode usage = Await.until(
                    () -> acme.usage(serve.url(), signingKey),
                    answer -> answer.path("event_count").asInt() == 4);
            assertEquals("4", usage.get("total_credits").asText().replaceAll("\\.0+$", ""));

            ask(client, serve.url(), acme.token(signingKey));
            command(installation, 0, "list");
            command(installation, 0, "list", "--json");
            command(installation, 0, "replay", "--all", "--dry-run");
            command(installation, 0, "replay", "--all");
            command(installation, 0, "list");
            Set<String> holders = new HashSet<>(topicsThatHoldThem(serve.bootstrapServers()));
            assertEquals(0, serve.stop());

            // On its way to its organization's partition a record lies there until it is counted, and Kafka purges it.
            holders.remove(CreditTopology.misplacedTopic(AggregatorConfig.DEFAULT_APPLICATION_ID));
            assertEquals(MAY_HOLD_THEM, holders);
            said.add(serve.errors());
            said.add(Files.readString(installation.log()));
        }

        assertTrue(said.stream().anyMatch(text -> text.contains("id-conflict")), "what was rejected was not listed");
        for (String text : said) {
            assertAll(() -> assertFalse(text.contains(GUEST), text), () -> assertFalse(text.contains(SERVICE), text));
        }
    }

    /** Counted, duplicate, conflict, malformed, a reversal that waits, one that waits for another, one that is wrong. */
    private static void publish(RunningTallystream serve) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", serve.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (Map.Entry<String, String> one :
                    Map.of("guest", GUEST, "service", SERVICE).entrySet()) {
                String actor = one.getKey();
                String id = one.getValue();
                for (String event : List.of(
                        event(actor + "-1", id, actor, "1"),
                        event(actor + "-1", id, actor, "1"),
                        event(actor + "-1", id, actor, "2"),
                        event(actor + "-2", id, actor, "many"),
                        "{\"" + id,
                        reversal(actor + "-3", "never", id, actor, "1"),
                        reversal(actor + "-4", actor + "-5", id, actor, "7"),
                        event(actor + "-5", id, actor, "1"),
                        reversal(actor + "-6", actor + "-1", id, actor, "9"))) {
                    producer.send(new ProducerRecord<>(
                                    Topics.CREDIT_EVENTS.name(), event.getBytes(StandardCharsets.UTF_8)))
                            .get();
                }
            }
        }
    }

    private void ask(HttpClient client, URI url, String token) throws Exception {
        for (String path : List.of(
                "/v1/orgs",
                "/v1/orgs/acme/credits-usage",
                "/v1/orgs/acme/credits-usage/features",
                "/v1/orgs/acme/credits-usage/teams",
                "/v1/orgs/acme/credits-usage/users",
                "/v1/orgs/acme/credits-balance",
                "/v1/orgs/acme/allocations",
                "/v1/orgs/acme/billing-calendar",
                "/admin/acme/credits-usage",
                "/admin/acme/credits-usage/features",
                "/admin/acme/credits-usage/teams",
                "/admin/acme/credits-usage/users",
                "/health/ready")) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(url.resolve(path))
                            .header("Authorization", "Bearer " + token)
                            .build(),
                    BodyHandlers.ofString());
            assertEquals(200, answer.statusCode(), path);
            said.add(answer.body());
        }
    }

    private void command(Installation installation, int exitCode, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("rejected"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--data", installation.directory().toString()));
        RunningTallystream.Ended ended = RunningTallystream.run(all.toArray(String[]::new));
        assertEquals(exitCode, ended.exitCode(), ended.errors());
        said.add(ended.answer());
        said.add(ended.errors());
    }

    /** Every topic, those of Kafka Streams, too: what is in a store is in its changelog. */
    private static List<String> topicsThatHoldThem(String bootstrapServers) {
        List<String> holders = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.listTopics().values().stream()
                    .flatMap(List::stream)
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(200));
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    if (holds(record.key()) || holds(record.value())) {
                        holders.add(record.topic());
                    }
                }
            }
        }
        return holders.stream().distinct().toList();
    }

    private static boolean holds(byte @Nullable [] bytes) {
        if (bytes == null) {
            return false;
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.contains(GUEST) || text.contains(SERVICE);
    }

    private static String event(String id, String user, String actor, String credits) {
        return event("consumed", id, user, actor, credits, "");
    }

    private static String reversal(String id, String original, String user, String actor, String credits) {
        String reverses = "\"reverses\":{\"source\":\"/test\",\"id\":\"%s\"},".formatted(original);
        return event("reversed", id, user, actor, credits, reverses);
    }

    private static String event(String type, String id, String user, String actor, String credits, String reverses) {
        return """
                {"specversion":"1.0","id":"%s","source":"/test","type":"ai.credits.%s.v1","subject":"acme",\
                "data":{%s"feature":"ai_slides","user_id":"%s","actor_type":"%s","credits":"%s"}}""".formatted(id, type, reverses, user, actor, credits);
    }
}
