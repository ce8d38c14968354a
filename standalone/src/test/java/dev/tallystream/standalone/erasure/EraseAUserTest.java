package dev.tallystream.standalone.erasure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystream.contract.directory.DirectoryCodec;
import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.directory.DirectoryKey;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.topic.Topics;
import dev.tallystream.http.description.DescribedClient;
import dev.tallystream.query.topic.KafkaRecordWriter;
import dev.tallystream.standalone.TypedCommand;
import dev.tallystream.standalone.installation.Installation;
import dev.tallystream.standalone.process.Await;
import dev.tallystream.standalone.process.Caller;
import dev.tallystream.standalone.process.RunningTallystream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * One user's id and name as canaries through everything that answers, keeps or logs: before the erasure they are found,
 * after it they are not, whatever arrives later, after a restart, and with tables that are rebuilt on an empty disk.
 */
@Tag("process")
@SuppressWarnings("NullAway.Init") // set first thing in the test
class EraseAUserTest {
    private static final OrganizationId ACME = new OrganizationId("acme");
    private static final String USER = "canary-user-7f3c";
    private static final String NAME = "Canary Wren-Heart";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private final HttpClient client = new DescribedClient();
    private Installation installation;
    private RunningTallystream serve;
    private String token = "";

    @Test
    void theUserIsFoundNowhereAnyMoreAndStaysErased() throws Exception {
        installation = new Installation(directory.resolve("data"));
        try (RunningTallystream started = RunningTallystream.serve(installation.directory());
                Caller acme = new Caller(ACME.value())) {
            serve = started;
            token = acme.token(installation.signingKeyFile().read());
            useBefore();
            awaitTotal("18", 5);
            Await.until(() -> named(), topics -> topics.size() >= 10);
            String cursor = json("/v1/orgs/acme/credits-usage/users?limit=1")
                    .get("next_cursor")
                    .asText();
            assertFound();

            JsonNode answer = erase();

            JsonNode cleared = answer.get("cleared");
            assertAll(
                    () -> assertTrue(cleared.at("/rows/tables").asLong() >= 4, cleared::toString),
                    () -> assertTrue(cleared.at("/rows/crossings").asLong() >= 4, cleared::toString),
                    () -> assertTrue(cleared.get("name").asBoolean(), cleared::toString),
                    () -> assertEquals(3, cleared.get("rejected_records").asLong(), cleared::toString),
                    () -> assertEquals(1, cleared.get("waiting_reversals").asLong(), cleared::toString),
                    () -> assertTrue(cleared.get("snapshots").asInt() >= 1, cleared::toString));
            assertEquals(
                    410,
                    get("/v1/orgs/acme/credits-usage/users?limit=1&cursor=" + cursor)
                            .statusCode());
            awaitTotal("18", 5);
            assertGone();

            useAfterwards();
            awaitTotal("22", 6);
            Await.until(() -> rejected("acme"), list -> list.get("matching").asInt() == 4);
            assertGone();

            assertEquals(0, serve.stop());
            serve.restart();
            awaitTotal("22", 6);
            assertGone();

            assertEquals(0, serve.stop());
            delete(installation.state());
            serve.restart();
            awaitTotal("22", 6);
            assertGone();
            assertEquals(
                    "{\"rows\":{\"tables\":0,\"crossings\":0},\"name\":false,\"rejected_records\":0,"
                            + "\"waiting_reversals\":0,\"snapshots\":0}",
                    erase().get("cleared").toString().replaceAll("\"snapshots\":\\d+", "\"snapshots\":0"));
        }
    }

    /** Usage, a name, and every way to be rejected or to wait. */
    private void useBefore() throws Exception {
        name();
        publish(
                event("e1", USER, "t1", "2", "consumed", ""),
                event("e2", USER, "t2", "3", "consumed", ""),
                event("e3", "other-user", "t1", "5", "consumed", ""),
                event("e4", "u1", "t1", "1", "consumed", ""),
                event("e5", USER, "t1", "7", "consumed", ""),
                event("e1", USER, "t1", "4", "consumed", ""),
                event("bad-" + USER, USER, "t1", "\"many\"", "consumed", ""),
                "{\"subject\":\"acme\",\"data\":{\"user_id\":\"" + USER + "\"",
                event("waits-for-" + USER, USER, "t1", "9", "reversed", reverses("never")));
    }

    /** The same again, and one event taken back. */
    private void useAfterwards() throws Exception {
        name();
        publish(
                event("e6", USER, "t1", "3", "consumed", ""),
                event("e7", USER, "t1", "3", "consumed", ""),
                event("r2", USER, "t1", "2", "reversed", reverses("e1")),
                event("e1", USER, "t1", "11", "consumed", ""),
                event("bad-again", USER, "t1", "\"many\"", "consumed", ""),
                event("waits-again-for-" + USER, USER, "t1", "9", "reversed", reverses("never again")));
    }

    private void name() throws Exception {
        try (KafkaRecordWriter records = KafkaRecordWriter.connect(serve.bootstrapServers())) {
            DirectoryKey key = new DirectoryKey(ACME, DirectoryKind.USER, USER);
            records.write(Topics.DIRECTORY, ACME, key.toBytes(), DirectoryCodec.encode(DirectoryEntry.named(NAME)))
                    .join();
        }
    }

    private static String event(String id, String user, String team, String credits, String type, String more) {
        return """
                {"specversion":"1.0","id":"%s","source":"/test","type":"ai.credits.%s.v1","subject":"acme",\
                "time":"%s","data":{"feature":"ai_slides","team_id":"%s","user_id":"%s","credits":%s%s}}""".formatted(id, type, Instant.now(), team, user, credits, more);
    }

    private static String reverses(String id) {
        return ",\"reverses\":{\"source\":\"/test\",\"id\":\"" + id + "\"}";
    }

    private void publish(String... events) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", serve.bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (String event : events) {
                producer.send(new ProducerRecord<>(
                                Topics.CREDIT_EVENTS.name(), ACME.value().getBytes(UTF_8), event.getBytes(UTF_8)))
                        .get();
            }
        }
    }

    private JsonNode erase() throws IOException {
        TypedCommand erase = new TypedCommand();
        int exitCode = erase.run(
                "erase",
                "--data",
                installation.directory().toString(),
                "--org",
                "acme",
                "--user",
                USER,
                "--yes",
                "--json");
        assertEquals(0, exitCode, erase::aside);
        assertFalse((erase.answer() + erase.aside()).contains("canary"), erase.answer() + erase.aside());
        return JSON.readTree(erase.answer());
    }

    private void awaitTotal(String credits, long events) throws Exception {
        Await.until(
                () -> json("/v1/orgs/acme/credits-usage"),
                usage -> usage.path("total_credits").asText().equals(credits)
                        && usage.path("event_count").asLong() == events);
    }

    /** The searches below must find what they search for. */
    private void assertFound() throws Exception {
        assertTrue(answers().stream().anyMatch(answer -> answer.contains(USER)));
        assertTrue(answers().stream().anyMatch(answer -> answer.contains(NAME)));
        assertTrue(named().stream().anyMatch(record -> record.startsWith("credit-events-rejected")));
        assertTrue(named().stream().anyMatch(record -> record.contains("usage-daily-changelog")));
        assertTrue(named().stream().anyMatch(record -> record.contains("waiting-reversals-changelog")));
    }

    private void assertGone() throws Exception {
        for (String answer : answers()) {
            assertFalse(answer.contains(USER) || answer.contains(NAME), answer);
        }
        Await.until(() -> named(), List::isEmpty);
        String log = Files.readString(installation.log()) + serve.errors();
        assertFalse(log.contains(USER) || log.contains(NAME), "the log names the user");
        String listed = rejected("acme").toString() + rejected(null);
        assertFalse(listed.contains(USER), listed);
        JsonNode sums = json("/v1/orgs/acme/reconciliation");
        assertTrue(sums.get("balanced").asBoolean(), sums::toString);
    }

    private List<String> answers() throws Exception {
        List<String> answers = new ArrayList<>();
        for (String granularity : List.of("day", "week", "month", "quarter")) {
            for (String path : List.of(
                    "/v1/orgs/acme/credits-usage?granularity=" + granularity,
                    "/v1/orgs/acme/credits-usage/users?granularity=" + granularity,
                    "/v1/orgs/acme/credits-usage/users?sort=name&limit=1&granularity=" + granularity,
                    "/v1/orgs/acme/credits-usage/users?q=canary&granularity=" + granularity,
                    "/v1/orgs/acme/credits-usage/teams?granularity=" + granularity,
                    "/v1/orgs/acme/credits-usage/features?granularity=" + granularity,
                    "/v1/orgs/acme/reconciliation?granularity=" + granularity)) {
                answers.add(get(path).body());
            }
        }
        answers.add(get("/metrics").body());
        answers.add(get("/admin/acme/credits-usage").body());
        answers.add(get("/admin/acme/credits-usage/users").body());
        return answers;
    }

    private List<String> named() throws Exception {
        return KafkaSight.naming(serve.bootstrapServers(), USER, NAME);
    }

    private JsonNode rejected(@Nullable String organization) throws IOException {
        TypedCommand list = new TypedCommand();
        String[] whose = organization == null ? new String[] {"--no-org"} : new String[] {"--org", organization};
        List<String> arguments = new ArrayList<>(List.of("rejected", "list", "--json"));
        arguments.addAll(List.of(whose));
        arguments.addAll(List.of("--bootstrap-servers", serve.bootstrapServers()));
        assertEquals(0, list.run(arguments.toArray(String[]::new)), list::aside);
        return JSON.readTree(list.answer());
    }

    private JsonNode json(String path) throws Exception {
        return JSON.readTree(get(path).body());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(serve.url().resolve(path))
                        .timeout(Duration.ofSeconds(20))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                BodyHandlers.ofString());
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
