package dev.tallystream.standalone.process;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystream.contract.event.Refusal;
import dev.tallystream.http.problem.ProblemType;
import dev.tallystream.ingest.limit.IngestLimits;
import dev.tallystream.query.access.SigningKey;
import dev.tallystream.standalone.installation.Installation;
import dev.tallystream.standalone.process.DocumentedCommands.Block;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** docs/API.md and the examples, against a server that runs as the page says. */
@Tag("process")
class ApiGuideTest {
    private static final String PAGE = "docs/API.md";

    /** Goes on in the same shell. */
    private static final String NEXT_PAGE = "docs/QUERIES.md";

    private static final String ACCESS_PAGE = "docs/ACCESS.md";

    private static final int EVENTS_OF_THE_GUIDE = 5;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    void theGuideAndEveryExampleWorkAsTheyStandThere() throws Exception {
        try (RunningTallystream serve = RunningTallystream.serve(directory.resolve("data"));
                Caller acme = new Caller("acme")) {
            List<Block> blocks = new ArrayList<>(DocumentedCommands.of(PAGE));
            blocks.addAll(DocumentedCommands.of(NEXT_PAGE));
            // The other block of this page starts a process that needs a provider of identities.
            blocks.add(DocumentedCommands.of(ACCESS_PAGE).getLast());
            List<String> said = DocumentedCommands.run(blocks, serve, directory);
            for (int i = 0; i < blocks.size(); i++) {
                DocumentedAnswer.assertSaid(blocks.get(i), said.get(i));
            }
            assertKeys(serve, acme);
            int published = EVENTS_OF_THE_GUIDE + 1 + runExamples(serve);

            SigningKey signingKey =
                    new Installation(directory.resolve("data")).signingKeyFile().read();
            var usage = Await.until(
                    () -> acme.usage(serve.url(), signingKey),
                    now -> now.path("event_count").asInt() >= published);
            assertEquals(published, usage.get("event_count").asInt());
            assertEquals(0, serve.stop());
        }
    }

    /** What the page says of keys, without a restart: one event by the next key, none by a person or for a reader. */
    private void assertKeys(RunningTallystream serve, Caller acme) throws Exception {
        String next = Files.readString(directory.resolve("next.key")).strip();
        URI usage = serve.url().resolve("/v1/orgs/acme/credits-usage");
        SigningKey signingKey =
                new Installation(directory.resolve("data")).signingKeyFile().read();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertAll(
                    () -> assertEquals(202, acme.publish(serve.url(), next, "by-the-next-key", "1")),
                    () -> assertEquals(403, status(client, usage, next)),
                    () -> assertEquals(403, acme.publish(serve.url(), acme.token(signingKey), "by-a-person", "1")));
        }
        RunningTallystream.Ended list = RunningTallystream.run(
                "key", "list", "--json", "--data", directory.resolve("data").toString());
        var first = JSON.readTree(list.answer()).get(1);
        assertEquals(
                "slides revoked",
                first.get("name").asText() + " " + first.get("state").asText());
    }

    private static int status(HttpClient client, URI uri, String key) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(uri)
                                .header("Authorization", "Bearer " + key)
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    /** Runs each example whose runtime is here; returns how many published. */
    private int runExamples(RunningTallystream serve) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        int ran = 0;
        ran += runExample(serve, "\"accepted\":1", "curl", "sh", "publish.sh");
        ran += runExample(serve, "\"accepted\":1", "python3", "python3", "publish.py");
        ran += runExample(serve, "\"accepted\":1", "node", "node", "publish.mjs");
        ran += runExample(serve, "", "kcat", "sh", "publish-kcat.sh");
        String[] publish = {java, "-cp", System.getProperty("java.class.path"), "Publish.java"};
        ran += runExample(serve, "accepted", java, publish);
        Said refused = say(serve, "ck_nobody_" + "x".repeat(32), publish);
        assertEquals(1, refused.exitCode(), refused.text());
        assertTrue(refused.text().contains("/problems/unauthenticated"), refused.text());
        return ran;
    }

    private int runExample(RunningTallystream serve, String expected, String needs, String... command)
            throws Exception {
        if (!isHere(needs)) {
            System.out.printf("%s was not tried: there is no %s on this machine.%n", command[1], needs);
            return 0;
        }
        Said said = say(serve, Files.readString(directory.resolve("next.key")).strip(), command);
        assertEquals(0, said.exitCode(), said.text());
        assertTrue(said.text().contains(expected), command[1] + " said " + said.text());
        return 1;
    }

    private record Said(int exitCode, String text) {}

    private static Said say(RunningTallystream serve, String key, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(DocumentedCommands.root().resolve("examples").toFile())
                .redirectErrorStream(true);
        builder.environment().put("TALLYSTREAM_URL", serve.url().toString());
        builder.environment().put("TALLYSTREAM_KEY", key);
        builder.environment().put("TALLYSTREAM_BOOTSTRAP_SERVERS", serve.bootstrapServers());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), command[1]);
        return new Said(process.exitValue(), said);
    }

    private static boolean isHere(String program) throws Exception {
        return new ProcessBuilder("sh", "-c", "command -v '" + program + "'")
                        .redirectErrorStream(true)
                        .start()
                        .waitFor()
                == 0;
    }

    @Test
    void everyProblemOfTheDoorIsOnThePage() throws Exception {
        String page = Files.readString(DocumentedCommands.root().resolve(PAGE));

        for (Refusal refusal : Refusal.values()) {
            String slug = refusal.slug();
            if (isOfTheDoor(refusal)) {
                assertTrue(page.contains("`" + slug + "`"), slug);
            }
        }
        for (ProblemType type : List.of(
                ProblemType.RATE_LIMITED,
                ProblemType.CARDINALITY_LIMIT,
                ProblemType.BROKER_UNAVAILABLE,
                ProblemType.DISK_FULL,
                ProblemType.DRAINING)) {
            assertTrue(page.contains("`" + type.slug() + "`"), type.slug());
        }
    }

    @Test
    void theLimitsOnThePageAreTheDefaults() throws Exception {
        String page = Files.readString(DocumentedCommands.root().resolve(PAGE));
        IngestLimits limits = IngestLimits.standard();

        assertAll(
                () -> assertRow(page, limits.eventsPerSecondOfKey(), "--key-events-per-second"),
                () -> assertRow(page, limits.requestsPerSecondOfKey(), "--key-requests-per-second"),
                () -> assertRow(page, limits.eventsPerSecond(), "--events-per-second"),
                () -> assertRow(page, limits.requestsPerSecond(), "--requests-per-second"),
                () -> assertRow(page, limits.newFeaturesPerHour(), "--new-features-per-hour"));
    }

    private static void assertRow(String page, int value, String option) {
        String row = "| %s | `%s` |".formatted(String.format(Locale.ROOT, "%,d", value), option);
        assertTrue(page.contains(row), row);
    }

    private static boolean isOfTheDoor(Refusal refusal) {
        try {
            ProblemType.from(refusal);
            return true;
        } catch (IllegalArgumentException onlyTheTopologys) {
            return false;
        }
    }
}
