package dev.tallystream.ingest.door;

import static dev.tallystream.contract.event.EventJson.consumed;
import static dev.tallystream.ingest.door.IngestServer.BATCH;
import static dev.tallystream.ingest.door.IngestServer.EVENT;
import static dev.tallystream.ingest.door.IngestServer.JSON;
import static dev.tallystream.ingest.door.IngestServer.assertProblem;
import static dev.tallystream.ingest.door.IngestServer.body;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OpenMeterIngestTest {
    private static IngestServer server;

    @BeforeAll
    static void startTheServer() {
        server = new IngestServer();
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
    }

    @BeforeEach
    void emptyTheBroker() {
        server.publisher.reset();
    }

    static Stream<Arguments> accepted() {
        String one = consumed().id("1").toString();
        String two = "[" + one + "," + consumed().id("2") + "]";
        return Stream.of(
                Arguments.of(EVENT, one, 1),
                Arguments.of(JSON, one, 1),
                Arguments.of(BATCH, two, 2),
                Arguments.of(JSON, two, 2));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void whatAllIsGoodIsStoredAndAnsweredWithoutABody(String contentType, String body, int events) throws Exception {
        var response = post(contentType, body);

        assertAll(
                () -> assertEquals(204, response.statusCode(), response.body()),
                () -> assertEquals("", response.body()),
                () -> assertEquals(events, server.publisher.arrived().size()));
    }

    @Test
    void oneBadEventRefusesTheWholeBatch() throws Exception {
        var response = post(BATCH, "[" + consumed() + "," + consumed().credits("many") + "]");

        assertProblem(response, 422, "no-event-accepted");
        assertEquals("/1/data/credits", body(response).at("/errors/0/pointer").asText());
        assertEquals(List.of(), server.publisher.arrived());
    }

    @Test
    void aRequestWithoutAKnownKeyIsRefused() throws Exception {
        var response = server.send(server.request("/api/v1/events", EVENT)
                .setHeader("Authorization", "Bearer om_secret")
                .POST(BodyPublishers.ofString(consumed().toString())));

        assertProblem(response, 401, "unauthenticated");
    }

    @Test
    void whileTheBrokerIsAwayNothingIsClaimed() throws Exception {
        server.publisher.goAwayAfter(0);

        assertProblem(post(EVENT, consumed().toString()), 503, "broker-unavailable");
    }

    private static HttpResponse<String> post(String contentType, String body) throws Exception {
        return server.send(server.request("/api/v1/events", contentType).POST(BodyPublishers.ofString(body)));
    }
}
