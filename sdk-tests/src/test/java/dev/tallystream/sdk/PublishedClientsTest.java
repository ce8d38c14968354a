package dev.tallystream.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each script has an organization of its own, whose sums are looked at beside what the script itself expects. */
@Tag("process")
class PublishedClientsTest {
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    @TempDir
    private static Path directory;

    private static NodeScripts scripts;
    private static ServedTallystream tallystream;
    private static HttpClient http;

    @BeforeAll
    static void startTallystream() throws Exception {
        http = HttpClient.newHttpClient();
        scripts = NodeScripts.install();
        tallystream = ServedTallystream.start(directory, List.of("openmeter", "cloudevents", "kafkajs"));
        until("/api/v1/meters", 200); // a running server knows a new key within a second
    }

    @AfterAll
    static void stopTallystream() {
        if (tallystream != null) {
            tallystream.close();
        }
        http.close();
    }

    @Test
    void openMetersSdkReportsUsageAndReadsItBack() throws Exception {
        run("openmeter");

        assertUsage("openmeter", "3.75", 3);
    }

    @Test
    void theCloudEventsSdkEmitsInBothModes() throws Exception {
        run("cloudevents");

        assertUsage("cloudevents", "1.75", 2);
    }

    @Test
    void whatKafkaJsProducesIsCountedWhereverItPutsIt() throws Exception {
        run("kafkajs");

        assertUsage("kafkajs", "9", 72);
    }

    private static void run(String name) throws Exception {
        scripts.run(
                name + ".mjs",
                Map.of(
                        "TALLYSTREAM_URL", tallystream.url().toString(),
                        "TALLYSTREAM_KEY", tallystream.key(),
                        "KAFKA", tallystream.bootstrapServers(),
                        "ORGANIZATION", name));
    }

    private static void assertUsage(String organization, String credits, int events) throws Exception {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        JsonNode usage = usage(organization);
        while (usage.path("event_count").asInt() < events && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            usage = usage(organization);
        }
        assertEquals(events, usage.path("event_count").asInt(), usage.toString());
        assertEquals(credits, usage.path("total_credits").asText(), usage.toString());
    }

    private static JsonNode usage(String organization) throws Exception {
        return new ObjectMapper()
                .readTree(get("/v1/orgs/" + organization + "/credits-usage").body());
    }

    private static void until(String path, int status) throws Exception {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (get(path).statusCode() != status && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(tallystream.url().resolve(path))
                        .header("Authorization", "Bearer " + tallystream.key())
                        .build(),
                BodyHandlers.ofString());
    }
}
