package dev.tallystream.standalone.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystream.standalone.installation.Installation;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A publisher and an admin follow events over HTTP: counted, sent again, taken back, rejected, and all after a restart. */
@Tag("process")
@SuppressWarnings("NullAway.Init") // set first thing in the test
class WhatBecameOfAnEventTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EVENTS = "/v1/orgs/acme/events";
    private static final String REJECTED = "/v1/orgs/acme/rejected-events";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Instant time = Instant.now();
    private RunningTallystream serve;
    private String admin = "";
    private String publisher = "";

    @Test
    void whatBecameOfEachIsToldAndStaysSo() throws Exception {
        Installation installation = new Installation(directory.resolve("data"));
        try (RunningTallystream started = RunningTallystream.serve(installation.directory());
                Caller acme = new Caller("acme")) {
            serve = started;
            admin = acme.token(installation.signingKeyFile().read());
            publisher = installation.credentials().orElseThrow().ingestKey();

            String position = publish("e1", "1.50");
            JsonNode counted = look("e1", position);
            assertEquals("counted", counted.get("outcome").asText(), counted::toString);
            assertEquals("1.5", counted.get("credits").asText());
            assertEquals("u1", counted.get("user_id").asText());
            assertEquals(4, counted.get("periods").size());

            JsonNode again = look("e1", publish("e1", "1.50"));
            assertEquals(counted.get("origin"), again.get("origin"), "a duplicate changes nothing");
            assertEquals("1.5", total());

            String conflict = publish("e1", "2");
            assertEquals("counted", look("e1", conflict).get("outcome").asText());
            JsonNode rejected = awaitRejected(1).get("items").get(0);
            assertEquals("id-conflict", rejected.get("reason").asText());
            assertEquals("e1", rejected.get("id").asText());
            assertEquals("/test", rejected.get("source").asText());

            JsonNode reversal = reverse("e1", position, 202);
            assertEquals("published", reversal.get("outcome").asText());
            String reversed = reversal.get("position").asText();
            assertEquals("reversed", look("e1", reversed).get("outcome").asText());
            assertEquals("0", total());
            assertReversal(reversal, counted);
            assertEquals(
                    "already-reversed",
                    reverse("e1", reversed, 200).get("outcome").asText());
            reverse("nothing", reversed, 404);
            assertEquals(404, get(query("nothing")).statusCode());

            assertEquals(0, serve.stop());
            serve.restart();
            Await.until(() -> get(query("e1")).statusCode(), status -> status == 200);
            assertEquals("reversed", look("e1", reversed).get("outcome").asText());
            assertReversal(reversal, counted);
            assertEquals(
                    "already-reversed",
                    reverse("e1", reversed, 200).get("outcome").asText());
            assertEquals(rejected, awaitRejected(1).get("items").get(0));
            assertEquals("0", total());
            assertTrue(json(get("/v1/orgs/acme/reconciliation")).get("balanced").asBoolean());
        }
    }

    /** The reversal is an event like any other: it is found by its own identity, and took back what it says. */
    private void assertReversal(JsonNode reversal, JsonNode original) throws Exception {
        JsonNode found =
                json(get(EVENTS + "?source=" + reversal.at("/reversal/source").asText() + "&id="
                        + reversal.at("/reversal/id").asText()));
        assertEquals("counted", found.get("outcome").asText(), found::toString);
        assertEquals("ai.credits.reversed.v1", found.get("type").asText());
        assertEquals("e1", found.at("/reverses/id").asText());
        assertEquals(original.get("periods"), found.get("periods"));
    }

    /** Asking for the reversal many times at once takes it back once. */
    @Test
    void whoeverAsksTwiceTakesBackOnce() throws Exception {
        Installation installation = new Installation(directory.resolve("data"));
        try (RunningTallystream started = RunningTallystream.serve(installation.directory());
                Caller acme = new Caller("acme")) {
            serve = started;
            admin = acme.token(installation.signingKeyFile().read());
            publisher = installation.credentials().orElseThrow().ingestKey();
            publish("e1", "3");
            String position = publish("e2", "4");

            List<String> positions = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                JsonNode answer = json(post(EVENTS + "/reverse?min_position=" + position, body("e1")));
                assertTrue(
                        List.of("published", "already-reversed")
                                .contains(answer.get("outcome").asText()),
                        answer::toString);
                positions.add(answer.get("position").asText());
            }

            look("e1", positions.getLast());
            assertEquals("4", total());
            assertFalse(json(get(REJECTED)).get("items").elements().hasNext());
        }
    }

    private JsonNode awaitRejected(int events) throws Exception {
        return Await.until(() -> json(get(REJECTED)), list -> list.path("items").size() == events);
    }

    private String total() throws Exception {
        return json(get("/v1/orgs/acme/credits-usage")).get("total_credits").asText();
    }

    private JsonNode look(String id, String position) throws Exception {
        HttpResponse<String> answer = get(query(id) + "&min_position=" + position + "&wait_ms=10000");
        assertEquals(200, answer.statusCode(), answer.body());
        return json(answer);
    }

    private static String query(String id) {
        return EVENTS + "?source=/test&id=" + id;
    }

    private JsonNode reverse(String id, String position, int status) throws Exception {
        HttpResponse<String> answer = post(EVENTS + "/reverse?wait_ms=10000&min_position=" + position, body(id));
        assertEquals(status, answer.statusCode(), answer.body());
        return json(answer);
    }

    private static String body(String id) {
        return "{\"source\":\"/test\",\"id\":\"" + id + "\"}";
    }

    private String publish(String id, String credits) throws Exception {
        String event = """
                {"specversion":"1.0","id":"%s","source":"/test","type":"ai.credits.consumed.v1","subject":"acme",\
                "time":"%s","data":{"feature":"ai_slides","team_id":"t1","user_id":"u1","credits":%s}}""".formatted(id, time, credits);
        HttpResponse<String> answer = client.send(
                request("/v1/events", publisher)
                        .header("Content-Type", "application/cloudevents+json")
                        .POST(BodyPublishers.ofString(event))
                        .build(),
                BodyHandlers.ofString());
        assertEquals(202, answer.statusCode(), answer.body());
        return json(answer).at("/positions/acme").asText();
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return client.send(
                request(path, publisher)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path, admin).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, String token) {
        return HttpRequest.newBuilder(serve.url().resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token);
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return JSON.readTree(answer.body());
    }
}
