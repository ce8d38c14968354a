package dev.tallystream.ingest.door;

import static dev.tallystream.contract.event.EventJson.consumed;
import static dev.tallystream.contract.event.EventJson.quote;
import static dev.tallystream.ingest.door.IngestServer.BATCH;
import static dev.tallystream.ingest.door.IngestServer.EVENT;
import static dev.tallystream.ingest.door.IngestServer.assertProblem;
import static dev.tallystream.ingest.door.IngestServer.body;
import static dev.tallystream.ingest.door.IngestServer.retryAfter;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.contract.event.EventJson;
import dev.tallystream.http.HttpDefaults;
import dev.tallystream.ingest.StorageRoom;
import dev.tallystream.ingest.limit.IngestLimits;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class OverloadOverHttpTest {
    private static final int PLENTY = 1_000_000;

    @Test
    void aKeyWithTooManyRequestsIsToldWhenToComeBackAndOthersAreNotHeldUp() throws Exception {
        try (IngestServer server = new IngestServer(new IngestLimits(PLENTY, 1, PLENTY, PLENTY, PLENTY))) {
            assertEquals(202, server.post(EVENT, consumed().toString()).statusCode());

            var second = server.post(EVENT, consumed().toString());
            var others = server.send(server.request(server.otherKey, "/v1/events", EVENT)
                    .POST(BodyPublishers.ofString(consumed().toString())));

            assertProblem(second, 429, "rate-limited");
            assertEquals("1", retryAfter(second));
            assertEquals(202, others.statusCode());
        }
    }

    @Test
    void aKeyWithTooManyEventsIsToldWhenToComeBack() throws Exception {
        try (IngestServer server = new IngestServer(new IngestLimits(100, PLENTY, PLENTY, PLENTY, PLENTY))) {
            String full = batch(1_000);
            assertEquals(202, server.post(BATCH, full).statusCode());

            var second = server.post(BATCH, full);

            assertProblem(second, 429, "rate-limited");
            assertTrue(List.of("9", "10").contains(retryAfter(second)), retryAfter(second));
            assertEquals(1_000, server.publisher.arrived().size());
        }
    }

    @Test
    void theNodeHasALimitOfItsOwnWhateverTheKey() throws Exception {
        try (IngestServer server = new IngestServer(new IngestLimits(PLENTY, PLENTY, PLENTY, 1, PLENTY))) {
            assertEquals(202, server.post(EVENT, consumed().toString()).statusCode());

            var others = server.send(server.request(server.otherKey, "/v1/events", EVENT)
                    .POST(BodyPublishers.ofString(consumed().toString())));

            assertProblem(others, 429, "rate-limited");
        }
    }

    @Test
    void anOrganizationWithTooManyNewFeaturesIsRefusedThoseOnly() throws Exception {
        try (IngestServer server = new IngestServer(new IngestLimits(PLENTY, PLENTY, PLENTY, PLENTY, 2))) {
            var response = server.post(
                    BATCH,
                    List.of(
                                    feature("a"),
                                    feature("b"),
                                    feature("c"),
                                    feature("a"),
                                    feature("c").organization("globex"))
                            .toString());
            var lone = server.post(EVENT, feature("d").toString());

            assertAll(
                    () -> assertEquals(202, response.statusCode()),
                    () -> assertEquals(4, body(response).get("accepted").asInt()),
                    () -> assertEquals(
                            "/problems/cardinality-limit",
                            body(response).at("/rejected/0/type").asText()),
                    () -> assertEquals(
                            "/data/feature",
                            body(response).at("/rejected/0/pointer").asText()),
                    () -> assertEquals(2, body(response).at("/rejected/0/index").asInt()),
                    () -> assertEquals(
                            Duration.ofMinutes(45).minusSeconds(30).toSeconds(),
                            body(response).at("/rejected/0/retry_after").asLong()));
            assertProblem(lone, 429, "cardinality-limit");
            // It is 10:15:30 on the test's clock, and at 11 all begins anew.
            assertEquals(Long.toString(Duration.ofMinutes(45).minusSeconds(30).toSeconds()), retryAfter(lone));
        }
    }

    @Test
    void withoutRoomToStoreNothingIsAcceptedUntilThereIsSomeAgain() throws Exception {
        AtomicBoolean left = new AtomicBoolean(false);
        try (IngestServer server = new IngestServer((StorageRoom) left::get)) {
            var full = server.post(EVENT, consumed().toString());
            left.set(true);
            var again = server.post(EVENT, consumed().toString());

            assertProblem(full, 503, "disk-full");
            assertEquals("60", retryAfter(full));
            assertEquals(202, again.statusCode());
        }
    }

    @Test
    void aServerThatStopsFinishesWhatIsUnderWayAndRefusesTheRest() throws Exception {
        try (IngestServer server = new IngestServer()) {
            server.publisher.hold();
            CompletableFuture<HttpResponse<String>> underWay =
                    server.postLater(EVENT, consumed().toString());
            server.publisher.awaitHeld(1);
            assertFalse(server.openDoor().close(Duration.ofMillis(1)));

            var late = server.post(EVENT, consumed().toString());
            server.publisher.acknowledge();

            assertEquals(202, underWay.get(10, TimeUnit.SECONDS).statusCode());
            assertTrue(server.openDoor().close(Duration.ofSeconds(10)));
            assertProblem(late, 503, "draining");
            assertEquals("5", retryAfter(late));
            assertEquals(1, server.publisher.arrived().size());
        }
    }

    @Test
    void moreBodiesAtOnceThanThereIsRoomForAreRefusedAndTheRoomIsGivenBack() throws Exception {
        try (IngestServer server = new IngestServer()) {
            List<Socket> slow = new ArrayList<>();
            try {
                // Sixteen fill the room; one that meets an event under way is refused itself, so go on until it is
                // full.
                awaitStatus(server, 429, () -> slow.add(announceLargestBody(server)));
            } finally {
                for (Socket socket : slow) {
                    socket.close();
                }
            }
            awaitStatus(server, 202, () -> true);
        }
    }

    private static Socket announceLargestBody(IngestServer server) throws IOException {
        Socket socket = server.connect();
        socket.getOutputStream()
                .write(server.head("Content-Type: " + EVENT, "Content-Length: " + HttpDefaults.MAX_REQUEST_BYTES));
        return socket;
    }

    private static void awaitStatus(IngestServer server, int status, Callable<Boolean> otherwise) throws Exception {
        long deadline = System.nanoTime() + 20_000_000_000L;
        HttpResponse<String> response = server.post(EVENT, consumed().toString());
        while (response.statusCode() != status) {
            assertTrue(System.nanoTime() < deadline, response.body());
            assertTrue(otherwise.call());
            response = server.post(EVENT, consumed().toString());
        }
    }

    private static EventJson feature(String feature) {
        return consumed().data("feature", quote(feature));
    }

    private static String batch(int events) {
        return "[" + String.join(",", Collections.nCopies(events, consumed().toString())) + "]";
    }
}
