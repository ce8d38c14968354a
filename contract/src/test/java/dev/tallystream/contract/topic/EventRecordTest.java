package dev.tallystream.contract.topic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.tallystream.contract.event.Decoded;
import dev.tallystream.contract.event.EventCodec;
import dev.tallystream.contract.event.EventJson;
import dev.tallystream.contract.event.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventRecordTest {
    private static final byte[] DATA =
            "{\"feature\":\"ai_slides\",\"team_id\":\"design\",\"user_id\":\"ann\",\"credits\":\"5\"}"
                    .getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @ValueSource(strings = {"", "application/json", "application/cloudevents+json", "text/plain"})
    void aRecordWithoutAttributesIsStructuredWhateverItsContentType(String contentType) {
        byte[] value = EventJson.consumed().toBytes();
        Headers headers = new RecordHeaders();
        if (!contentType.isEmpty()) {
            add(headers, "content-type", contentType);
        }

        EventRecord read = EventRecord.read(headers, value);

        assertInstanceOf(Decoded.Accepted.class, read.decoded());
        assertSame(value, read.bytes());
    }

    @Test
    void aStructuredRecordMayHaveAttributesAsHeadersTooAndTheyAreNotRead() {
        Headers headers = add(new RecordHeaders(), "content-type", "Application/CloudEvents+JSON; charset=UTF-8");
        add(headers, "ce_subject", "globex");

        var accepted = assertInstanceOf(
                Decoded.Accepted.class,
                EventRecord.read(headers, EventJson.consumed().toBytes()).decoded());

        assertEquals("acme", accepted.event().organization().value());
    }

    @Test
    void aBinaryRecordSaysTheSameAsAStructuredOne() {
        Headers headers = add(attributes(), "content-type", "application/json");
        add(headers, "ce_traceparent", "00-é");
        add(headers, "ce_nothing", null);
        add(headers, "other", "x");

        EventRecord read = EventRecord.read(headers, DATA);

        assertArrayEquals(
                ("{\"specversion\":\"1.0\",\"id\":\"e1\",\"source\":\"/s\",\"type\":\"ai.credits.consumed.v1\","
                                + "\"subject\":\"acme\",\"datacontenttype\":\"application/json\",\"traceparent\":\"00-é\","
                                + "\"data\":" + new String(DATA, StandardCharsets.UTF_8) + "}")
                        .getBytes(StandardCharsets.UTF_8),
                read.bytes());
        assertInstanceOf(Decoded.Accepted.class, read.decoded());
        assertEquals(EventCodec.decode(Objects.requireNonNull(read.bytes())), read.decoded());
        assertEquals(EventHeaders.structured(), read.headers());
    }

    @Test
    void aRecordWithoutAValueIsNothing() {
        EventRecord read = EventRecord.read(attributes(), null);

        assertEquals(Decoded.Refused.whole(Refusal.NULL_VALUE), read.decoded());
    }

    @Test
    void theVersionAloneDoesNotMakeARecordBinary() {
        byte[] value = EventJson.consumed().toBytes();

        EventRecord read = EventRecord.read(add(new RecordHeaders(), "ce_specversion", "1.0"), value);

        assertInstanceOf(Decoded.Accepted.class, read.decoded());
        assertSame(value, read.bytes());
    }

    @Test
    void aBinaryRecordNeedsNoContentType() {
        assertInstanceOf(
                Decoded.Accepted.class, EventRecord.read(attributes(), DATA).decoded());
    }

    @Test
    void aContentTypeThatIsRepeatedAsAnAttributeIsReadOnce() {
        Headers headers = add(attributes(), "content-type", "application/json");
        add(headers, "ce_datacontenttype", "application/json");

        assertInstanceOf(Decoded.Accepted.class, EventRecord.read(headers, DATA).decoded());
    }

    @Test
    void twoContentTypesAreRefused() {
        Headers headers = add(attributes(), "content-type", "application/json");
        add(headers, "ce_datacontenttype", "text/json");

        var refused = assertInstanceOf(
                Decoded.Refused.class, EventRecord.read(headers, DATA).decoded());

        assertEquals(Refusal.DUPLICATE_KEY, refused.reason());
    }

    @Test
    void aHeaderThatIsNoTextIsRefused() {
        Headers headers = attributes();
        headers.remove("ce_id");
        headers.add("ce_id", new byte[] {(byte) 0xFF});

        EventRecord read = EventRecord.read(headers, DATA);

        var refused = assertInstanceOf(Decoded.Refused.class, read.decoded());
        assertEquals(Refusal.INVALID_TEXT, refused.reason());
        assertEquals("/id", refused.pointer());
        assertSame(DATA, read.bytes());
    }

    private static Headers attributes() {
        Headers headers = new RecordHeaders();
        add(headers, "ce_specversion", "1.0");
        add(headers, "ce_id", "e1");
        add(headers, "ce_source", "/s");
        add(headers, "ce_type", "ai.credits.consumed.v1");
        return add(headers, "ce_subject", "acme");
    }

    private static Headers add(Headers headers, String name, @Nullable String text) {
        return headers.add(name, text == null ? null : text.getBytes(StandardCharsets.UTF_8));
    }
}
