package dev.tallystream.standalone.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystream.http.key.KeyScope;
import dev.tallystream.query.access.SigningKey;
import dev.tallystream.standalone.installation.Installation;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What the vendor allocates over HTTP is what the customer's balance says, and stays so. */
@Tag("process")
class AllocationsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    void anAllocationIsInTheBalanceAndOutlivesAKill() throws Exception {
        Installation installation = new Installation(directory.resolve("data"));
        try (RunningTallystream serve = RunningTallystream.serve(installation.directory());
                HttpClient client = HttpClient.newHttpClient();
                Caller acme = new Caller("acme")) {
            SigningKey signingKey = installation.signingKeyFile().read();
            String ingestKey = installation.credentials().orElseThrow().ingestKey();
            String vendor = key(installation, KeyScope.ALLOCATIONS_WRITE);
            assertEquals(202, acme.publish(serve.url(), ingestKey, "one", "12.5"));

            // A running server knows the key within a second.
            HttpResponse<String> allocated = Await.until(
                    () -> put(client, serve.url(), vendor, "allocations", "\"0\"", """
                            {"allocations":[{"effective_from":"2026-01-01","credits":"100"}]}"""),
                    response -> response.statusCode() != 401);
            assertEquals(200, allocated.statusCode(), allocated.body());
            HttpResponse<String> billed = put(client, serve.url(), vendor, "billing-calendar", "\"1\"", """
                    {"calendars":[{"billing_day":31}]}""");
            assertEquals(200, billed.statusCode(), billed.body());
            JsonNode before = Await.until(
                    () -> balance(client, serve.url(), acme.token(signingKey)),
                    balance -> balance.path("used").asText().equals("12.5"));
            serve.kill();
            serve.restart();

            JsonNode after = Await.until(
                    () -> balance(client, serve.url(), acme.token(signingKey)),
                    balance -> balance.path("used").asText().equals("12.5"));
            assertEquals("100", after.path("allocated").asText());
            assertEquals("87.5", after.path("available").asText());
            assertEquals(before.path("billing_period"), after.path("billing_period"));
            HttpResponse<String> stale = put(client, serve.url(), vendor, "allocations", "\"1\"", """
                    {"allocations":[]}""");
            assertEquals(412, stale.statusCode(), stale.body());
        }
    }

    private static String key(Installation installation, KeyScope scope) throws Exception {
        RunningTallystream.Ended ended = RunningTallystream.run(
                "key",
                "create",
                "--org",
                "acme",
                "--scope",
                scope.wireName(),
                "--data",
                installation.directory().toString());
        assertEquals(0, ended.exitCode(), ended.errors());
        return ended.answer().strip();
    }

    private static HttpResponse<String> put(
            HttpClient client, URI url, String key, String resource, String version, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(url.resolve("/v1/orgs/acme/" + resource))
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        .header("If-Match", version)
                        .PUT(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static JsonNode balance(HttpClient client, URI url, String token) throws Exception {
        return JSON.readTree(client.send(
                        HttpRequest.newBuilder(url.resolve("/v1/orgs/acme/credits-balance"))
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        BodyHandlers.ofString())
                .body());
    }
}
