package dev.tallystream.ingest.door;

import static dev.tallystream.ingest.door.IngestServer.JSON;
import static dev.tallystream.ingest.door.IngestServer.assertProblem;
import static dev.tallystream.ingest.door.IngestServer.body;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystream.contract.event.Decoded;
import dev.tallystream.contract.event.EventCodec;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.ingest.FakeEventPublisher.Arrived;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BinaryOverHttpTest {
    private static final String DATA = "{\"feature\": \"ai_slides\", \"credits\": 1.50}";
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

    @Test
    void theEventIsComposedWithItsDataByteForByteAndItsExtensions() throws Exception {
        var response = server.send(attributes()
                .header("ce-time", "2026-11-22T10:15:30Z")
                .header("CE-TraceParent", "00-ab")
                .POST(BodyPublishers.ofString(DATA)));

        assertEquals(202, response.statusCode(), response.body());
        assertEquals(1, body(response).get("accepted").asInt());
        Arrived arrived = server.publisher.arrived().getFirst();
        assertEquals(new OrganizationId("acme"), arrived.organization());
        var stored = new ObjectMapper().readTree(arrived.event());
        assertEquals(
                List.of(
                        "data",
                        "datacontenttype",
                        "id",
                        "source",
                        "specversion",
                        "subject",
                        "time",
                        "traceparent",
                        "type"),
                stored.properties().stream().map(Map.Entry::getKey).sorted().toList());
        assertEquals("00-ab", stored.get("traceparent").asText());
        assertEquals("application/json", stored.get("datacontenttype").asText());
        assertEquals(
                DATA,
                arrived.event()
                        .substring(
                                arrived.event().indexOf("\"data\":") + 7,
                                arrived.event().length() - 1));
    }

    @ParameterizedTest
    @CsvSource({
        "plain-1, plain-1",
        "Euro%20%E2%82%AC%20%F0%9F%98%80, Euro € 😀",
        "100%25, 100%",
        "a%2fb%2Fc, a/b/c",
        "'\"a \\\"b\\\" %41\"', 'a \"b\" A'",
        "a b, a b",
    })
    void valuesAreDecodedAsTheBindingSays(String written, String id) throws Exception {
        var response = server.send(attributes().setHeader("ce-id", written).POST(BodyPublishers.ofString(DATA)));

        assertEquals(202, response.statusCode(), response.body());
        var decoded =
                EventCodec.decode(server.publisher.arrived().getFirst().event().getBytes(StandardCharsets.UTF_8));
        assertEquals(id, ((Decoded.Accepted) decoded).event().identity().id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"100%", "a%2", "%zz", "%ff", "%c3", "%ed%a0%80", "a%0Ab", "a%00b"})
    void aValueThatIsNoTextIsRefused(String written) throws Exception {
        var response = server.send(attributes().setHeader("ce-id", written).POST(BodyPublishers.ofString(DATA)));

        assertProblem(response, 422, "invalid-text");
        assertEquals("/id", body(response).at("/errors/0/pointer").asText());
        assertEquals(List.of(), server.publisher.arrived());
    }

    @Test
    void quotesGoBeforeEscapes() {
        assertEquals(Optional.of("A"), BinaryHeaders.decode("\"\\%41\""));
        assertEquals(Optional.of("a\"b\\c"), BinaryHeaders.decode("\"a\\\"b\\\\c\""));
        assertEquals(Optional.of("\\A"), BinaryHeaders.decode("\\%41"));
        assertEquals(Optional.empty(), BinaryHeaders.decode("\"%4\""));
    }

    @Test
    void rawBytesAboveAsciiAreNoText() {
        assertEquals(Optional.empty(), BinaryHeaders.decode("Ã©"));
    }

    @ParameterizedTest
    @CsvSource({
        "ce-subject, globex, 400, duplicate-key, /subject",
        "ce-specversion, 1.0, 400, duplicate-key, /specversion",
        "ce-datacontenttype, application/json, 400, duplicate-key, /datacontenttype",
    })
    void anAttributeThatComesTwiceIsRefused(String header, String value, int status, String slug, String pointer)
            throws Exception {
        var response = server.send(attributes().header(header, value).POST(BodyPublishers.ofString(DATA)));

        assertProblem(response, status, slug);
        assertEquals(pointer, body(response).at("/errors/0/pointer").asText());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                         | 422 | missing-field",
                "{\"feature\":                            | 400 | malformed-json",
                "{},\"subject\":\"globex\"                | 400 | malformed-json",
                "[{\"feature\":\"f\",\"credits\":1}]      | 400 | invalid-cloudevent",
                "{\"feature\":\"f\",\"credits\":1e3}      | 422 | invalid-credits",
                "{\"feature\":\"f\",\"credits\":1,\"credits\":2} | 400 | duplicate-key",
            })
    void badDataIsRefusedAsInAnyMode(String data, int status, String slug) throws Exception {
        var response = server.send(attributes().POST(BodyPublishers.ofString(data == null ? "" : data)));

        assertProblem(response, status, slug);
        assertEquals(List.of(), server.publisher.arrived());
    }

    @Test
    void withoutItsAttributesTheDataIsNoEvent() throws Exception {
        var response = server.send(
                server.request("/v1/events", JSON).header("ce-id", "e1").POST(BodyPublishers.ofString(DATA)));

        assertProblem(response, 422, "missing-field");
        assertEquals("/specversion", body(response).at("/errors/0/pointer").asText());
    }

    private static HttpRequest.Builder attributes() {
        return server.request("/v1/events", JSON)
                .header("ce-specversion", "1.0")
                .header("ce-id", "e1")
                .header("ce-source", "/docs")
                .header("ce-type", "ai.credits.consumed.v1")
                .header("ce-subject", "acme");
    }
}
