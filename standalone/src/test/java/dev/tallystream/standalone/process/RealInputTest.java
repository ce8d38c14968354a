package dev.tallystream.standalone.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallystream.contract.topic.Topics;
import dev.tallystream.query.access.SigningKey;
import dev.tallystream.standalone.TypedCommand;
import dev.tallystream.standalone.broker.EmbeddedBroker;
import dev.tallystream.standalone.installation.Installation;
import dev.tallystream.standalone.installation.ListenPort;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Real usage, once through the import command and HTTP into one process, once by a plain producer to separate ones. */
@Tag("process")
class RealInputTest {
    private static final Map<String, String> PERIODS =
            Map.of("day", "2023-11-16", "week", "2023-W46", "month", "2023-11", "quarter", "2023-Q4");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private Traces traces;
    private int events;
    private Map<String, BigDecimal> features;

    @BeforeEach
    void findTraces() throws Exception {
        traces = Traces.find(directory);
        events = Traces.rows(traces.conversation()).size()
                + Traces.rows(traces.code()).size();
        features = new LinkedHashMap<>();
        features.put("ai_sidekicks", Traces.credits(traces.conversation()));
        features.put("ai_code", Traces.credits(traces.code()));
        if (traces.real()) {
            assertEquals(28_185, events);
            assertEquals(new BigDecimal("44756.405"), total());
        }
    }

    @Test
    void anImportIsExactInEveryTableOnceAndForEverAlsoAfterAKill() throws Exception {
        Installation installation = new Installation(directory.resolve("data"));
        try (RunningTallystream serve = RunningTallystream.serve(installation.directory());
                Caller acme = new Caller("acme")) {
            SigningKey signingKey = installation.signingKeyFile().read();
            for (int time = 0; time < 2; time++) {
                importTraces(installation.directory());
                assertExact(acme, serve.url(), signingKey);
            }

            serve.kill();
            serve.restart();

            assertExact(acme, serve.url(), signingKey);
            importTraces(installation.directory());
            assertExact(acme, serve.url(), signingKey);
            assertEquals(0, serve.stop());
        }
    }

    @Test
    void aPlainProducerToSeparateProcessesGivesTheSame() throws Exception {
        Path keysFile = directory.resolve("keys.json");
        assertEquals(0, new TypedCommand().run("key", "create", "--keys-file", keysFile.toString()));
        SigningKey signingKey = SigningKey.generate();
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"), ListenPort.free());
                RunningTallystream query = RunningTallystream.query(
                        broker.bootstrapServers(), directory.resolve("state"), keysFile, signingKey);
                Caller acme = new Caller("acme")) {
            produce(broker, "ai_sidekicks", traces.conversation());
            produce(broker, "ai_code", traces.code());
            Await.until(
                    () -> acme.usage(query.url(), signingKey, "quarter", "2023-Q4"),
                    usage -> usage.path("event_count").asInt() >= events);

            assertExact(acme, query.url(), signingKey);
            assertEquals(0, query.stop());
        }
    }

    private void importTraces(Path data) throws Exception {
        importTrace(data, "ai_sidekicks", traces.conversation());
        importTrace(data, "ai_code", traces.code());
    }

    private static void importTrace(Path data, String feature, Path file) throws Exception {
        RunningTallystream.Ended ended = RunningTallystream.run(
                "import",
                "--data",
                data.toString(),
                "--org",
                "acme",
                "--csv",
                "--time",
                "TIMESTAMP",
                "--credits",
                "ContextTokens+GeneratedTokens",
                "--scale",
                "0.001",
                "--feature",
                feature,
                "--spread-users",
                "500",
                "--spread-teams",
                "20",
                file.toString());
        assertEquals(0, ended.exitCode(), ended.errors());
    }

    /** As a feature would that writes to the topic itself, without a key: most records lie on a wrong partition. */
    private static void produce(EmbeddedBroker broker, String feature, Path file) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", 5, "batch.size", 1_000),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            int row = 0;
            for (Traces.Row invocation : Traces.rows(file)) {
                row++;
                String event = """
                        {"specversion":"1.0","id":"%s-%d","source":"/trace","type":"ai.credits.consumed.v1",\
                        "subject":"acme","time":"%sZ","backfillid":"trace","data":{"feature":"%s","team_id":"t%d",\
                        "user_id":"u%d","credits":%s}}""".formatted(
                                feature,
                                row,
                                invocation.timestamp().replace(' ', 'T'),
                                feature,
                                row % 20,
                                row % 500,
                                invocation.credits().toPlainString());
                sent.add(producer.send(new ProducerRecord<>(Topics.CREDIT_EVENTS.name(), event.getBytes(UTF_8))));
            }
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        }
    }

    private void assertExact(Caller acme, URI query, SigningKey signingKey) throws Exception {
        for (Map.Entry<String, String> period : PERIODS.entrySet()) {
            JsonNode usage = acme.usage(query, signingKey, period.getKey(), period.getValue());
            assertEquals(period.getValue(), usage.at("/period/id").asText(), usage::toString);
            assertEquals(events, usage.get("event_count").asInt());
            assertEquals(total(), credits(usage.get("total_credits")));
            for (String section : List.of("by_feature", "by_team", "by_user")) {
                assertEquals(total(), sum(usage.get(section)), section);
            }
            if (traces.real()) {
                // Of fewer rows than the real ones have, not every user gets one.
                assertEquals(500, usage.at("/by_user/total_count").asInt());
            }
            assertEquals(20, usage.at("/by_team/total_count").asInt());
            for (JsonNode feature : usage.at("/by_feature/items")) {
                assertEquals(features.get(feature.get("id").asText()), credits(feature.get("credits")));
            }
            assertEquals(2, usage.at("/by_feature/items").size());
            assertTrue(usage.at("/freshness/as_of").isTextual());
        }
    }

    private static BigDecimal sum(JsonNode section) {
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode row : section.get("items")) {
            sum = sum.add(credits(row.get("credits")));
        }
        for (String rest : List.of("others", "unattributed")) {
            if (section.hasNonNull(rest)) {
                sum = sum.add(credits(section.get(rest).get("credits")));
            }
        }
        return scaled(sum);
    }

    private BigDecimal total() {
        return scaled(features.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    private static BigDecimal credits(JsonNode decimal) {
        return scaled(new BigDecimal(decimal.asText()));
    }

    private static BigDecimal scaled(BigDecimal credits) {
        return credits.setScale(3);
    }
}
