package dev.tallystream.standalone.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallystream.query.access.SigningKey;
import dev.tallystream.standalone.installation.Installation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The whole machine is killed while events load: what was acknowledged is counted, and nothing twice. */
@Tag("process")
class KillsUnderLoadTest {
    private static final long SEED = 20_261_122;
    private static final int KILLS = 3;
    private static final int BATCHES = 120;
    private static final int EVENTS_OF_BATCH = 250;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    void whateverWasAcknowledgedIsCountedOnce() throws Exception {
        System.out.println("Kills at batches of the seed " + SEED);
        Random random = new Random(SEED);
        Installation installation = new Installation(directory.resolve("data"));
        AtomicInteger acknowledged = new AtomicInteger();
        try (RunningTallystream serve = RunningTallystream.serve(installation.directory());
                Caller acme = new Caller("acme")) {
            URI url = serve.url();
            String key = installation.credentials().orElseThrow().ingestKey();
            SigningKey signingKey = installation.signingKeyFile().read();
            CompletableFuture<Integer> retries = CompletableFuture.supplyAsync(() -> load(url, key, acknowledged));
            for (int kill = 1; kill <= KILLS; kill++) {
                int moment = BATCHES * kill / (KILLS + 1) + random.nextInt(10);
                Await.until(acknowledged::get, batches -> batches >= moment || retries.isDone());
                serve.kill();
                serve.restart();
            }
            int retried = retries.get();

            int events = BATCHES * EVENTS_OF_BATCH;
            JsonNode usage = Await.until(
                    () -> acme.usage(url, signingKey),
                    now -> now.path("event_count").asInt() >= events);
            assertEquals(events, usage.get("event_count").asInt());
            assertEquals(
                    Integer.toString(events * 3 / 2), usage.get("total_credits").asText());
            assertTrue(retried > 0, "no kill hit the load");
            assertEquals(events, acme.usage(url, signingKey).get("event_count").asInt());
            assertEquals(0, serve.stop());
        }
    }

    /** Every batch again until it is acknowledged, as a publisher does; returns how often one had to be sent again. */
    private static int load(URI url, String key, AtomicInteger acknowledged) {
        int retried = 0;
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int batch = 0; batch < BATCHES; batch++) {
                while (!isAcknowledged(client, url, key, batch)) {
                    retried++;
                    LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                }
                acknowledged.incrementAndGet();
            }
        }
        return retried;
    }

    private static boolean isAcknowledged(HttpClient client, URI url, String key, int batch) {
        Caller acme = new Caller("acme");
        String body = IntStream.range(0, EVENTS_OF_BATCH)
                .mapToObj(event -> acme.event(batch + "-" + event, "1.5"))
                .collect(Collectors.joining(",", "[", "]"));
        HttpRequest request = HttpRequest.newBuilder(url.resolve("/v1/events"))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/cloudevents-batch+json")
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode() == 202;
        } catch (IOException gone) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
