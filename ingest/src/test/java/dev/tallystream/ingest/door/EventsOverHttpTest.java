package dev.tallystream.ingest.door;

import static dev.tallystream.contract.event.EventJson.consumed;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystream.contract.event.EventBatch;
import dev.tallystream.contract.event.EventCases;
import dev.tallystream.contract.event.EventCases.Expected;
import dev.tallystream.contract.event.EventJson;
import dev.tallystream.contract.event.Refusal;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.topic.Placement;
import dev.tallystream.http.HttpDefaults;
import dev.tallystream.http.description.DescribedClient;
import dev.tallystream.http.key.HashedKeys;
import dev.tallystream.http.key.HashedKeys.HashedKey;
import dev.tallystream.http.key.KeyGrant;
import dev.tallystream.http.key.KeyScope;
import dev.tallystream.http.key.KeySecret;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.http.problem.ProblemType;
import dev.tallystream.ingest.FakeEventPublisher;
import dev.tallystream.ingest.FakeEventPublisher.Arrived;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventsOverHttpTest {
    private static final String EVENT = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";
    private static final String JSON = "application/json";
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final OrganizationId ACME = new OrganizationId("acme");
    private static final OrganizationId GLOBEX = new OrganizationId("globex");

    private static final KeySecret FULL = KeySecret.generate();
    private static final KeySecret LIVE_ONLY = KeySecret.generate();
    private static final KeySecret ACME_ONLY = KeySecret.generate();
    private static final KeySecret READER = KeySecret.generate();

    private static final FakeEventPublisher PUBLISHER = new FakeEventPublisher();
    private static final HttpClient CLIENT = new DescribedClient();
    private static EmbeddedServer server;

    @BeforeAll
    static void startTheServer() {
        OrganizationScope all = new OrganizationScope.All();
        OrganizationScope acme = new OrganizationScope.Only(Set.of(ACME));
        HashedKeys keys = new HashedKeys(List.of(
                key(FULL, all, KeyScope.EVENTS_WRITE, KeyScope.BACKFILL),
                key(LIVE_ONLY, all, KeyScope.EVENTS_WRITE),
                key(ACME_ONLY, acme, KeyScope.EVENTS_WRITE, KeyScope.BACKFILL),
                key(READER, all, KeyScope.USAGE_READ, KeyScope.BACKFILL)));
        server = ApplicationContext.builder()
                .properties(HttpDefaults.properties())
                .singletons(PUBLISHER, keys, InstantSource.fixed(EventCases.NOW))
                .run(EmbeddedServer.class);
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
        CLIENT.close();
    }

    @BeforeEach
    void emptyTheBroker() {
        PUBLISHER.reset();
    }

    // One event

    @ParameterizedTest
    @ValueSource(strings = {EVENT, JSON, EVENT + "; charset=UTF-8"})
    void aLoneEventIsStoredByteForByte(String contentType) throws Exception {
        String event = " " + consumed().with("traceparent", "\"00-é\"").data("model", "{\"n\": [1]}") + "\n";

        var response = post(contentType, event);

        assertEquals(202, response.statusCode());
        assertEquals(
                "{\"accepted\":1,\"rejected\":[],\"positions\":{\"acme\":\"" + partition(ACME) + ":1\"}}",
                response.body());
        assertEquals(List.of(new Arrived(ACME, event)), PUBLISHER.arrived());
    }

    @ParameterizedTest
    @MethodSource("dev.tallystream.contract.event.EventCases#good")
    void everyGoodEventOfTheTableIsAccepted(EventCases.Case row) throws Exception {
        var response = post(EVENT, row.bytes().toArray());

        assertEquals(202, response.statusCode(), response.body());
    }

    @ParameterizedTest
    @MethodSource("dev.tallystream.contract.event.EventCases#refused")
    void everyBadEventOfTheTableIsRefusedWithItsOwnProblem(EventCases.Case row) throws Exception {
        var expected = (Expected.Refused) row.expected();

        var response = post(EVENT, row.bytes().toArray());

        if (row.name().startsWith("UTF-")) {
            assertProblem(response, 415, "unsupported-charset");
            return;
        }
        boolean ill = Set.of(Refusal.MALFORMED_JSON, Refusal.INVALID_CLOUDEVENT, Refusal.DUPLICATE_KEY)
                .contains(expected.reason());
        assertProblem(response, ill ? 400 : 422, expected.reason().slug());
        JsonNode body = body(response);
        assertAll(
                () -> assertEquals(
                        sentence(expected.reason()), body.get("detail").asText()),
                () -> assertEquals(
                        expected.pointer(), body.at("/errors/0/pointer").asText()),
                () -> assertEquals(List.of(), PUBLISHER.arrived()));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-10-18T10:15:30Z, 202",
        "2026-10-18T10:15:29Z, 422",
        "2026-11-22T10:20:30Z, 202",
        "2026-11-22T10:20:31Z, 422",
    })
    void theDoorJudgesTheTimeByItsClock(Instant time, int status) throws Exception {
        assertEquals(
                status, post(EVENT, consumed().time(time.toString()).toString()).statusCode());
    }

    @Test
    void nothingIsAnsweredBeforeTheBrokerHasAcknowledgedEveryEvent() throws Exception {
        PUBLISHER.hold();
        CompletableFuture<HttpResponse<String>> answer = CLIENT.sendAsync(
                request(FULL, BATCH, batch(consumed().id("1"), consumed().id("2")))
                        .build(),
                BodyHandlers.ofString());
        PUBLISHER.awaitHeld(2);
        assertEquals(405, send(builder("/v1/events").GET()).statusCode());
        assertFalse(answer.isDone());

        PUBLISHER.acknowledge();

        assertEquals(202, answer.get(10, TimeUnit.SECONDS).statusCode());
    }

    // Batches

    @ParameterizedTest
    @ValueSource(strings = {BATCH, JSON})
    void aBatchIsStoredElementByElement(String contentType) throws Exception {
        EventJson first = consumed().id("1").with("x", "\"é ]\"");
        EventJson second = consumed().id("2").organization("globex");
        EventJson third = consumed().id("3");

        var response = post(contentType, " [ " + first + " ,\n" + second + "," + third + " ] ");

        assertEquals(202, response.statusCode());
        assertEquals(
                List.of(
                        new Arrived(ACME, first.toString()),
                        new Arrived(GLOBEX, second.toString()),
                        new Arrived(ACME, third.toString())),
                PUBLISHER.arrived());
    }

    @Test
    void thePositionIsBehindTheLastEventOfEachOrganization() throws Exception {
        var response = post(
                BATCH,
                batch(
                        consumed().id("1"),
                        consumed().id("2").organization("globex"),
                        consumed().id("3")));

        assertTrue(partition(ACME) != partition(GLOBEX), "the case needs two partitions");
        JsonNode positions = body(response).get("positions");
        assertAll(
                () -> assertEquals(2, positions.size()),
                () -> assertEquals(partition(ACME) + ":2", positions.get("acme").asText()),
                () -> assertEquals(
                        partition(GLOBEX) + ":1", positions.get("globex").asText()));
    }

    @Test
    void aBadEventAmongGoodOnesIsRefusedAlone() throws Exception {
        String events = IntStream.range(0, 500)
                .mapToObj(i -> i == 12
                        ? consumed().id("a-12").time("2026-01-01T00:00:00Z")
                        : consumed().id("a-" + i))
                .map(EventJson::toString)
                .collect(Collectors.joining(",", "[", "]"));

        var response = post(BATCH, events);

        JsonNode body = body(response);
        assertAll(
                () -> assertEquals(202, response.statusCode()),
                () -> assertEquals(499, body.get("accepted").asInt()),
                () -> assertEquals(
                        "[{\"index\":12,\"id\":\"a-12\",\"type\":\"/problems/event-too-old\",\"detail\":\""
                                + Refusal.EVENT_TOO_OLD.sentence() + "\",\"pointer\":\"/time\"}]",
                        body.get("rejected").toString()),
                () -> assertEquals(499, PUBLISHER.arrived().size()));
    }

    /** What it is a second time, is decided where events are counted. */
    @ParameterizedTest
    @ValueSource(strings = {"5", "6"})
    void theSameIdTwiceInABatchIsStoredTwice(String credits) throws Exception {
        var response = post(BATCH, batch(consumed(), consumed().credits(credits)));

        assertEquals(202, response.statusCode());
        assertEquals(2, PUBLISHER.arrived().size());
    }

    @Test
    void anEventOfAnUnreasonableSizeIsRefusedAlone() throws Exception {
        var response = post(BATCH, batch(consumed().id("x".repeat(900 * 1024)), consumed()));

        JsonNode body = body(response);
        assertAll(
                () -> assertEquals(1, body.get("accepted").asInt()),
                () -> assertEquals(
                        "/problems/oversize", body.at("/rejected/0/type").asText()),
                () -> assertTrue(response.body().length() < 1_000));
    }

    @Test
    void anElementThatIsNoEventIsRefusedAlone() throws Exception {
        var response = post(BATCH, "[7," + consumed() + ",null,[],{}]");

        JsonNode body = body(response);
        assertAll(
                () -> assertEquals(1, body.get("accepted").asInt()),
                () -> assertEquals(
                        List.of(0, 2, 3, 4),
                        body.get("rejected").findValues("index").stream()
                                .map(JsonNode::asInt)
                                .toList()),
                () -> assertFalse(body.at("/rejected/0").has("id")));
    }

    @Test
    void aBatchOfBadEventsOnlyIsUnprocessableAndNamesEachPlace() throws Exception {
        var response = post(BATCH, batch(consumed().credits("x"), consumed().without("id")));

        assertProblem(response, 422, "no-event-accepted");
        assertEquals(
                "[{\"pointer\":\"/0/data/credits\",\"code\":\"invalid-credits\"},"
                        + "{\"pointer\":\"/1/id\",\"code\":\"missing-field\"}]",
                body(response).get("errors").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "7", "[1]", "[null,[]]", "[", "\"text\""})
    void whoeverSendsNoObjectsIsToldWhatABodyIs(String body) throws Exception {
        var response = post(JSON, body);

        assertTrue(response.statusCode() == 400 || response.statusCode() == 422, response.body());
        assertEquals(
                sentence(Refusal.MALFORMED_JSON), body(response).get("detail").asText());
    }

    @Test
    void anAtomicBatchWithABadEventStoresNothing() throws Exception {
        var response = send(request(
                FULL,
                "/v1/events?atomic=true",
                BATCH,
                batch(consumed().id("1"), consumed().credits("x"))));

        assertProblem(response, 422, "no-event-accepted");
        assertAll(
                () -> assertEquals(
                        "/1/data/credits",
                        body(response).at("/errors/0/pointer").asText()),
                () -> assertEquals(1, body(response).get("errors").size()),
                () -> assertEquals(List.of(), PUBLISHER.arrived()));
    }

    @Test
    void anAtomicBatchOfGoodEventsIsStored() throws Exception {
        var response = send(request(
                FULL,
                "/v1/events?atomic=true",
                BATCH,
                batch(consumed().id("1"), consumed().id("2"))));

        assertEquals(202, response.statusCode());
        assertEquals(2, PUBLISHER.arrived().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {BATCH, JSON})
    void anEmptyBatchIsRefused(String contentType) throws Exception {
        assertProblem(post(contentType, "[]"), 422, "empty-batch");
    }

    @Test
    void aBatchMayHaveAThousandEventsAndNotOneMore() throws Exception {
        List<String> thousand =
                Collections.nCopies(EventBatch.MAX_EVENTS, consumed().toString());

        assertEquals(202, post(BATCH, "[" + String.join(",", thousand) + "]").statusCode());
        assertProblem(post(BATCH, "[" + String.join(",", thousand) + "," + consumed() + "]"), 422, "batch-too-large");
        assertEquals(EventBatch.MAX_EVENTS, PUBLISHER.arrived().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "[{}", "[1,]", "{}", "null", "[1]x", "\uFEFF[1]"})
    void aBatchWhoseEndsCannotBeFoundIsRefusedAsAWhole(String body) throws Exception {
        assertProblem(post(BATCH, body), 400, "malformed-json");
    }

    @Test
    void aMegabyteOfBracketsIsMalformed() throws Exception {
        assertProblem(post(JSON, "[".repeat(1024 * 1024)), 400, "malformed-json");
    }

    // Content types, encodings, sizes, methods

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/cloudevents",
                "nonsense",
            })
    void anotherContentTypeIsUnsupported(String contentType) throws Exception {
        var response = post(contentType, consumed().toString());

        assertProblem(response, 415, "unsupported-media-type");
        String detail = body(response).get("detail").asText();
        assertTrue(detail.contains(EVENT) && detail.contains(BATCH) && detail.contains(JSON), detail);
    }

    @Test
    void noContentTypeIsUnsupported() throws Exception {
        var response = send(builder("/v1/events")
                .header("Authorization", "Bearer " + FULL.reveal())
                .POST(BodyPublishers.ofString(consumed().toString())));

        assertProblem(response, 415, "unsupported-media-type");
    }

    @Test
    void aCompressedBodyIsUnsupported() throws Exception {
        assertProblem(
                send(request(FULL, EVENT, consumed().toString()).header("Content-Encoding", "gzip")),
                415,
                "unsupported-encoding");
    }

    /** A gibibyte of zeros in a megabyte: whoever unpacks it has lost. */
    @Test
    void aCompressedBombIsUnsupportedAtOnce() throws Exception {
        var bomb = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bomb)) {
            byte[] zeros = new byte[1024 * 1024];
            for (int mebibytes = 0; mebibytes < 1024; mebibytes++) {
                gzip.write(zeros);
            }
        }

        var response = send(request(FULL, BATCH, "")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(bomb.toByteArray())));

        assertProblem(response, 415, "unsupported-encoding");
        assertEquals(List.of(), PUBLISHER.arrived());
    }

    /** Without the header the bytes are what they are. */
    @Test
    void aCompressedBodyThatDoesNotSaySoIsMalformed() throws Exception {
        var body = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(body)) {
            gzip.write(consumed().toBytes());
        }

        assertProblem(post(EVENT, body.toByteArray()), 400, "malformed-json");
    }

    @Test
    void anotherCharsetIsUnsupported() throws Exception {
        assertProblem(post(EVENT + "; charset=utf-16", consumed().toString()), 415, "unsupported-charset");
    }

    @Test
    void aBodyAboveFourMebibytesIsTooLarge() throws Exception {
        assertProblem(post(BATCH, " ".repeat(HttpDefaults.MAX_REQUEST_BYTES + 1)), 413, "payload-too-large");
    }

    @Test
    void aBodyAnnouncedAsTooLargeIsRefusedBeforeItIsSent() throws Exception {
        String answer =
                raw("Authorization: Bearer " + FULL.reveal(), "Expect: 100-continue", "Content-Length: 90000000");

        assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
    }

    @Test
    void anAnnouncedLengthBeyondReasonIsRefusedAtOnce() throws Exception {
        String answer = raw("Authorization: Bearer " + FULL.reveal(), "Content-Length: 99999999999");

        assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
        assertTrue(answer.contains("/problems/payload-too-large"), answer);
    }

    @Test
    void aBodyInChunksWithoutAnEndIsRefusedAtTheLimit() throws Exception {
        byte[] chunk = new byte[64 * 1024];
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + BATCH
                            + "\r\nTransfer-Encoding: chunked\r\nAuthorization: Bearer " + FULL.reveal() + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            for (int sent = 0; sent <= HttpDefaults.MAX_REQUEST_BYTES; sent += chunk.length) {
                out.write((Integer.toHexString(chunk.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                out.write(chunk);
                out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            out.flush();

            assertTrue(readAnswer(socket.getInputStream()).startsWith("HTTP/1.1 413"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "TRACE", "FOO"})
    void onlyPostIsAllowed(String method) throws Exception {
        String answer = raw(method + " /v1/events HTTP/1.1", "Content-Length: 0");

        assertTrue(answer.startsWith("HTTP/1.1 405"), answer);
        assertTrue(answer.toLowerCase(java.util.Locale.ROOT).contains("allow: post"), answer);
    }

    // Keys

    @Test
    void withoutAKeyNothingIsStored() throws Exception {
        var response = send(builder("/v1/events")
                .header("Content-Type", EVENT)
                .POST(BodyPublishers.ofString(consumed().toString())));

        assertUnauthenticated(response);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer ck_1_2",
                "Basic YTpi",
                "Bearer ck_000000000000_0123456789012345678901234567890123456789012"
            })
    void anUnknownKeyIsAsGoodAsNone(String authorization) throws Exception {
        var response = send(builder("/v1/events")
                .header("Content-Type", EVENT)
                .header("Authorization", authorization)
                .POST(BodyPublishers.ofString(consumed().toString())));

        assertUnauthenticated(response);
    }

    @Test
    void aKeyInTheUrlIsNone() throws Exception {
        var response = send(builder("/v1/events?key=" + FULL.reveal())
                .header("Content-Type", EVENT)
                .POST(BodyPublishers.ofString(consumed().toString())));

        assertUnauthenticated(response);
        assertFalse(response.body().contains(FULL.reveal()));
    }

    @Test
    void aStrangersBodyIsNotAwaited() throws Exception {
        String answer = raw("Content-Type: " + EVENT, "Content-Length: 1000");

        assertTrue(answer.startsWith("HTTP/1.1 401"), answer);
    }

    @Test
    void aKeyWithoutTheScopeMayNotPublish() throws Exception {
        var response = send(request(READER, EVENT, consumed().toString()));

        assertProblem(response, 403, "role-required");
        assertTrue(body(response).get("detail").asText().contains("events:write"));
    }

    @Test
    void aLoneEventOfAnotherOrganizationIsForbidden() throws Exception {
        var response =
                send(request(ACME_ONLY, EVENT, consumed().organization("globex").toString()));

        assertProblem(response, 403, "org-not-allowed");
        assertEquals(List.of(), PUBLISHER.arrived());
    }

    @Test
    void inABatchAnEventOfAnotherOrganizationIsRefusedAlone() throws Exception {
        var response = send(request(
                ACME_ONLY, BATCH, batch(consumed().id("1"), consumed().id("2").organization("globex"))));

        assertAll(
                () -> assertEquals(202, response.statusCode()),
                () -> assertEquals(
                        "/problems/org-not-allowed",
                        body(response).at("/rejected/0/type").asText()),
                () -> assertEquals(
                        "/subject", body(response).at("/rejected/0/pointer").asText()),
                () -> assertEquals(1, PUBLISHER.arrived().size()));
    }

    @Test
    void historyNeedsAKeyForHistory() throws Exception {
        EventJson history = consumed().time("2020-01-01T00:00:00Z").with("backfillid", "\"load-1\"");

        var response = send(request(LIVE_ONLY, EVENT, history.toString()));

        assertProblem(response, 403, "role-required");
        assertAll(
                () -> assertEquals(
                        "/backfillid", body(response).at("/errors/0/pointer").asText()),
                () -> assertTrue(body(response).get("detail").asText().contains("scope backfill")),
                () -> assertEquals(
                        202, send(request(FULL, EVENT, history.toString())).statusCode()));
    }

    @Test
    void theEndOfABackfillNeedsAKeyForHistory() throws Exception {
        String closed = EventJson.backfillClosed("load-1").toString();

        assertProblem(send(request(LIVE_ONLY, EVENT, closed)), 403, "role-required");
        assertEquals(202, send(request(FULL, EVENT, closed)).statusCode());
    }

    // Parameters

    @ParameterizedTest
    @CsvSource({
        "atomic=yes, invalid-parameter",
        "atomic=true&atomic=false, invalid-parameter",
        "atomik=true, unknown-parameter",
    })
    void aParameterThatIsNotUnderstoodIsRefused(String query, String slug) throws Exception {
        assertProblem(
                send(request(FULL, "/v1/events?" + query, EVENT, consumed().toString())), 400, slug);
        assertEquals(List.of(), PUBLISHER.arrived());
    }

    // The broker

    @Test
    void whileTheBrokerIsAwayNothingIsClaimed() throws Exception {
        PUBLISHER.goAwayAfter(0);

        var response = post(EVENT, consumed().toString());

        assertProblem(response, 503, "broker-unavailable");
        assertTrue(response.headers().firstValue("Retry-After").isPresent());
    }

    @Test
    void aBrokerThatGoesAwayWithinABatchIsAskedNoFurtherAndNothingIsClaimed() throws Exception {
        PUBLISHER.goAwayAfter(1);

        var response = post(
                BATCH, batch(consumed().id("1"), consumed().id("2"), consumed().id("3")));

        assertProblem(response, 503, "broker-unavailable");
        assertAll(
                () -> assertFalse(response.body().contains("accepted")),
                () -> assertEquals(1, PUBLISHER.arrived().size()),
                () -> assertEquals(1, PUBLISHER.refused()));
    }

    private static HashedKey key(KeySecret secret, OrganizationScope organizations, KeyScope... scopes) {
        return new HashedKey(new KeyGrant(secret.id(), organizations, Set.of(scopes)), secret.hash());
    }

    private static int partition(OrganizationId organization) {
        return Placement.partitionOf(organization, 4);
    }

    private static String batch(EventJson... events) {
        return List.of(events).stream().map(EventJson::toString).collect(Collectors.joining(",", "[", "]"));
    }

    private static HttpResponse<String> post(String contentType, String body) throws Exception {
        return send(request(FULL, contentType, body));
    }

    private static HttpResponse<String> post(String contentType, byte[] body) throws Exception {
        return send(request(FULL, contentType, "").POST(BodyPublishers.ofByteArray(body)));
    }

    private static HttpRequest.Builder request(KeySecret key, String contentType, String body) {
        return request(key, "/v1/events", contentType, body);
    }

    private static HttpRequest.Builder request(KeySecret key, String path, String contentType, String body) {
        return builder(path)
                .header("Authorization", "Bearer " + key.reveal())
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofString(body));
    }

    private static HttpRequest.Builder builder(String path) {
        return HttpRequest.newBuilder(URI.create(server.getURI() + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonNode body(HttpResponse<String> response) throws IOException {
        return MAPPER.readTree(response.body());
    }

    /** The door speaks of what it reads; what can be replayed after an upgrade is kept, and nothing is kept here. */
    private static String sentence(Refusal reason) {
        return switch (reason) {
            case MALFORMED_JSON ->
                "The body must be one event object or an array of event objects, in well-formed JSON and UTF-8.";
            case UNKNOWN_VERSION -> "The event's specversion must be 1.0.";
            default -> reason.sentence();
        };
    }

    private static void assertProblem(HttpResponse<String> response, int status, String slug) throws IOException {
        assertAll(
                () -> assertEquals(status, response.statusCode(), response.body()),
                () -> assertEquals(
                        "application/problem+json",
                        response.headers().firstValue("Content-Type").orElse("")),
                () -> assertEquals(
                        "/problems/" + slug, body(response).path("type").asText()));
    }

    private static void assertUnauthenticated(HttpResponse<String> response) throws IOException {
        assertProblem(response, 401, ProblemType.UNAUTHENTICATED.slug());
        assertEquals("Bearer", response.headers().firstValue("WWW-Authenticate").orElse(""));
        assertEquals(List.of(), PUBLISHER.arrived());
    }

    /** Sends a head and no body; a head without a request line is a POST of an event. */
    private static String raw(String... lines) throws IOException {
        String requestLine =
                lines[0].endsWith("HTTP/1.1") ? "" : "POST /v1/events HTTP/1.1\r\nContent-Type: " + EVENT + "\r\n";
        String head = requestLine + String.join("\r\n", lines) + "\r\nHost: localhost\r\n\r\n";
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return readAnswer(socket.getInputStream());
        }
    }

    private static String readAnswer(InputStream in) throws IOException {
        StringBuilder answer = new StringBuilder();
        byte[] buffer = new byte[8192];
        while (!answer.toString().endsWith("}")) {
            int read = in.read(buffer);
            if (read < 0) {
                break;
            }
            answer.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
        }
        return answer.toString();
    }
}
