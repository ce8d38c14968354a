package dev.tallystream.standalone.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystream.query.access.SigningKey;
import dev.tallystream.standalone.installation.Installation;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Events come in over HTTP while the whole process is killed at any moment. What was acknowledged counts once. */
@Tag("process")
class KillsUnderLoadTest {
    private static final long SEED = 20_261_122;
    private static final int KILLS = 10;
    private static final int EVENTS = 500_000;
    private static final int PUBLISHERS = 2;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    void whateverWasAcknowledgedIsCountedOnce() throws Exception {
        System.out.println("Kills at batches of the seed " + SEED);
        Random random = new Random(SEED);
        IntendedLoad load = new IntendedLoad(EVENTS);
        Installation installation = new Installation(directory.resolve("data"));
        try (RunningTallystream serve = RunningTallystream.serve(installation.directory())) {
            URI url = serve.url();
            String key = installation.credentials().orElseThrow().ingestKey();
            List<CompletableFuture<Void>> publishers = new ArrayList<>();
            for (int publisher = 0; publisher < PUBLISHERS; publisher++) {
                publishers.add(CompletableFuture.runAsync(() -> load.send(url, key)));
            }
            CompletableFuture<Void> sent = CompletableFuture.allOf(publishers.toArray(CompletableFuture[]::new));
            for (int kill = 1; kill <= KILLS; kill++) {
                int moment = load.batches() * kill / (KILLS + 1) + random.nextInt(10);
                Await.until(load::acknowledgedBatches, batches -> batches >= moment || sent.isDone());
                serve.kill();
                serve.restart();
            }
            sent.join();
            assertTrue(load.sentAgain() > 0, "no kill hit the load");

            SigningKey signingKey = installation.signingKeyFile().read();
            for (String organization : IntendedLoad.ORGANIZATIONS) {
                assertCounted(load, organization, url, signingKey);
            }
            assertAuditFindsNothing(installation);
            assertEquals(0, serve.stop());
        }
    }

    private static void assertCounted(IntendedLoad load, String organization, URI url, SigningKey signingKey)
            throws Exception {
        long events = load.countedEvents(organization);
        try (Caller admin = new Caller(organization)) {
            Await.until(() -> sum(admin, url, signingKey, "event_count"), counted -> Long.parseLong(counted) >= events);
            assertEquals(Long.toString(events), sum(admin, url, signingKey, "event_count"));
            assertEquals(load.credits(organization), sum(admin, url, signingKey, "total_credits"));
        }
    }

    /** Late events may lie in the quarter before. */
    private static String sum(Caller admin, URI url, SigningKey signingKey, String field) throws Exception {
        BigDecimal sum = BigDecimal.ZERO;
        for (String period : List.of("previous", "current")) {
            JsonNode usage = admin.usage(url, signingKey, "quarter", period);
            sum = sum.add(new BigDecimal(usage.path(field).asText("0")));
        }
        return sum.stripTrailingZeros().toPlainString();
    }

    private static void assertAuditFindsNothing(Installation installation) throws Exception {
        RunningTallystream.Ended audit = RunningTallystream.run(
                "audit", "--data", installation.directory().toString(), "--json");
        System.out.println(audit.answer());
        assertEquals(0, audit.exitCode(), audit::errors);
        JsonNode found = new ObjectMapper().readTree(audit.answer());
        assertEquals(0, found.get("drift").asInt());
        assertTrue(found.get("cells").asInt() > 10_000, audit.answer());
    }
}
