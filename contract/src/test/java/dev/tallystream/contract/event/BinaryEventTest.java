package dev.tallystream.contract.event;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tallystream.contract.bytes.Utf8;
import dev.tallystream.contract.event.BinaryEvent.Structured;
import dev.tallystream.contract.id.OrganizationId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BinaryEventTest {
    private static final String MEMBER = "\"data\":";
    private static final String DATA =
            "{\"feature\":\"ai_slides\",\"team_id\":\"design\",\"user_id\":\"ann\",\"credits\":\"5\"}";

    @Test
    void everyEventOfTheTableHasTheSameVerdictInBinaryMode() {
        List<EventCases.Case> said = EventCases.all()
                .filter(row -> toBinary(row.bytes().toArray()).isPresent())
                .toList();

        assertAll(said.stream()
                .map(row -> () -> assertEquals(
                        EventCodec.decode(row.bytes().toArray()),
                        EventCodec.decodeBinary(toBinary(row.bytes().toArray()).orElseThrow()),
                        row.name())));
        // What is no JSON object, or has an attribute that is no string, has no binary mode: 37 rows when written.
        assertTrue(said.size() > 120, said.size() + " rows");
    }

    @Test
    void theDataKeepsItsOwnBytesAndExtensionsAreKept() {
        String data = " {\"credits\" : 1.50, \"é\":[1, {}]}\n";

        BinaryEvent event = new BinaryEvent(data.getBytes(StandardCharsets.UTF_8))
                .with("specversion", "1.0")
                .with("traceparent", "00-\"é\u0001");

        assertEquals(
                "{\"specversion\":\"1.0\",\"traceparent\":\"00-\\\"é\\u0001\",\"data\":" + data + "}",
                structured(event));
    }

    @Test
    void anEventWithoutDataIsComposedWithoutIt() {
        BinaryEvent closed = new BinaryEvent(new byte[0])
                .with("specversion", "1.0")
                .with("id", "c")
                .with("source", "/s")
                .with("type", "ai.credits.backfill.closed.v1")
                .with("subject", "acme")
                .with("backfillid", "load-1");

        assertInstanceOf(
                Event.BackfillClosed.class,
                assertInstanceOf(Decoded.Accepted.class, EventCodec.decodeBinary(closed))
                        .event());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{}}",
                "{},\"subject\":\"globex\"",
                "1,\"x\":2",
                "{}{}",
                "{} //",
                "nul",
                "\uFEFF{}",
                "[",
                " ",
                "]",
            })
    void dataThatIsNotOneJsonValueIsMalformedAndBreaksOutOfNothing(String data) {
        var refused = refused(usual(data));

        assertAll(
                () -> assertEquals(Refusal.MALFORMED_JSON, refused.reason()),
                () -> assertEquals("", refused.pointer()),
                () -> assertEquals(new OrganizationId("acme"), refused.organization()),
                () -> assertEquals("e1", refused.id()));
    }

    @Test
    void whatIsWrongWithAnAttributeComesBeforeWhatIsWrongWithTheData() {
        var refused = refused(usual("<xml/>").with(BinaryEvent.DATA_CONTENT_TYPE, "text/xml"));

        assertEquals(Refusal.INVALID_CLOUDEVENT, refused.reason());
        assertEquals("/datacontenttype", refused.pointer());
    }

    @ParameterizedTest
    @CsvSource({"id, duplicate-key, /id", "data, duplicate-key, /data", "data_base64, invalid-cloudevent, /data_base64"
    })
    void anAttributeThatComesTwiceOrThatIsNoneIsRefused(String name, String slug, String pointer) {
        var refused = refused(usual(DATA).with(name, "e2"));

        assertEquals(slug, refused.reason().slug());
        assertEquals(pointer, refused.pointer());
    }

    @ParameterizedTest
    @CsvSource({"subject, /subject", "'a\"b', ''", "'', ''"})
    void anAttributeThatIsNoTextIsRefusedAndItsNameIsRepeatedOnlyIfItIsOne(String name, String pointer) {
        var refused = refused(usual(DATA).withUnreadable(name));

        assertAll(
                () -> assertEquals(Refusal.INVALID_TEXT, refused.reason()),
                () -> assertEquals(pointer, refused.pointer()),
                () -> assertNull(refused.organization()));
    }

    @Test
    void theLimitIsTheComposedEvents() {
        int room = EventCodec.MAX_EVENT_BYTES
                - structured(usual(DATA).with("x", "")).length();

        assertInstanceOf(
                Decoded.Accepted.class, EventCodec.decodeBinary(usual(DATA).with("x", "x".repeat(room))));
        assertEquals(
                Refusal.OVERSIZE,
                refused(usual(DATA).with("x", "x".repeat(room + 1))).reason());
        assertEquals(
                Refusal.OVERSIZE,
                refused(usual(DATA).with("x", "\u0001".repeat(room / 2))).reason());
        assertEquals(
                Refusal.OVERSIZE,
                refused(usual(DATA).with("x".repeat(1_000_000), "")).reason());
    }

    private static BinaryEvent usual(String data) {
        return new BinaryEvent(data.getBytes(StandardCharsets.UTF_8))
                .with("specversion", "1.0")
                .with("id", "e1")
                .with("source", "/s")
                .with("type", "ai.credits.consumed.v1")
                .with("subject", "acme");
    }

    private static String structured(BinaryEvent event) {
        var composed = assertInstanceOf(Structured.Composed.class, event.toStructured());
        return new String(composed.bytes(), StandardCharsets.UTF_8);
    }

    private static Decoded.Refused refused(BinaryEvent event) {
        return assertInstanceOf(Decoded.Refused.class, EventCodec.decodeBinary(event));
    }

    /** What a publisher in binary mode would send; empty where the bytes are nothing that it could say. */
    private static Optional<BinaryEvent> toBinary(byte[] bytes) {
        if (bytes.length < 2 || bytes[0] != '{' || bytes[1] == 0 || !Utf8.isValid(bytes, 0, bytes.length)) {
            return Optional.empty();
        }
        byte[] data = new byte[0];
        int dataMembers = 0;
        try (JsonParser json = EventCodec.JSON.createParser(bytes)) {
            json.nextToken();
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken token = json.nextToken();
                if (name.equals("data")) {
                    int start = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(MEMBER) + MEMBER.length();
                    json.skipChildren();
                    json.finishToken();
                    data = Arrays.copyOfRange(
                            bytes, start, (int) json.currentLocation().getByteOffset());
                    dataMembers++;
                } else if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NULL) {
                    return Optional.empty();
                }
            }
            if (json.nextToken() != null || dataMembers > 1 || bytes.length > EventCodec.MAX_EVENT_BYTES) {
                return Optional.empty();
            }
        } catch (IOException notJson) {
            return Optional.empty();
        }
        return Optional.of(copy(bytes, data));
    }

    /** The data is known only behind the attributes, which an event takes first. */
    private static BinaryEvent copy(byte[] bytes, byte[] data) {
        BinaryEvent event = new BinaryEvent(data);
        try (JsonParser json = EventCodec.JSON.createParser(bytes)) {
            json.nextToken();
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken token = json.nextToken();
                if (!name.equals("data") && token == JsonToken.VALUE_STRING) {
                    event.with(name, json.getText());
                }
                json.skipChildren();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return event;
    }
}
