package dev.tallystream.contract.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.tallystream.contract.event.EventCases.Expected;
import dev.tallystream.contract.id.EventIdentity;
import dev.tallystream.contract.id.OrganizationId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EventCodecTest {
    @ParameterizedTest
    @EnumSource(LiveWindow.class)
    void theTableHoldsAtTheDoorAndOnTheTopic(LiveWindow window) {
        EventCases.all().forEach(row -> assertOutcome(row, window));
    }

    @ParameterizedTest
    @MethodSource("dev.tallystream.contract.event.EventCases#all")
    void anEventIsTheSameAmongOtherBytes(EventCases.Case row) {
        byte[] own = row.bytes().toArray();
        byte[] around = new byte[own.length + 2];
        java.util.Arrays.fill(around, (byte) '!');
        System.arraycopy(own, 0, around, 1, own.length);

        assertEquals(EventCodec.decode(own), EventCodec.decode(around, 1, own.length));
    }

    @Test
    void everyAttributeIsRead() {
        byte[] bytes = EventJson.consumed()
                .id("e-7")
                .with("source", "\"/gateway\"")
                .organization("globex")
                .time("2026-11-22T12:15:29.5+02:00")
                .with("backfillid", "\"load-1\"")
                .toBytes();

        Event event = decoded(bytes);

        assertEquals(new OrganizationId("globex"), event.organization());
        assertEquals(new EventIdentity("/gateway", "e-7"), event.identity());
        assertEquals(Instant.parse("2026-11-22T10:15:29.5Z"), event.time());
        assertEquals("load-1", String.valueOf(event.backfill()));
        assertEquals(EventType.CREDITS_CONSUMED, event.type());
    }

    @Test
    void whatCouldBeReadOfARefusedEventIsTold() {
        byte[] bytes = EventJson.consumed().id("e-7").credits("many").toBytes();

        var refused = assertInstanceOf(Decoded.Refused.class, EventCodec.decode(bytes));

        assertEquals("e-7", refused.id());
        assertEquals(new OrganizationId("acme"), refused.organization());
    }

    @Test
    void anIdThatIsNotCleanIsNotTold() {
        byte[] bytes = EventJson.consumed().id("a\\u001bb").toBytes();

        var refused = assertInstanceOf(Decoded.Refused.class, EventCodec.decode(bytes));

        assertNull(refused.id());
    }

    @ParameterizedTest
    @CsvSource({
        "credits, 5, 5.000000",
        "credits, 5, '\"5.0\"'",
        "quantity, 8, '\"8.00\"'",
        "unknown, 1, 2",
    })
    void theSameContentWrittenOtherwiseIsTheSameContent(String member, String one, String other) {
        assertEquals(
                content(EventJson.consumed().data(member, one)),
                content(EventJson.consumed().data(member, other)));
    }

    @Test
    void timeAndExtensionsAreNoContent() {
        assertEquals(
                content(EventJson.consumed()),
                content(EventJson.consumed().time("2026-11-22T10:15:30Z").with("traceparent", "\"1\"")));
    }

    @ParameterizedTest
    @CsvSource({
        "feature, '\"other\"'",
        "team_id, '\"other\"'",
        "team_id, null",
        "user_id, '\"other\"'",
        "user_id, null",
        "actor_type, '\"guest\"'",
        "credits, 5.000001",
        "quantity, 0",
        "quantity, 1",
    })
    void otherContentIsOtherContent(String member, String json) {
        assertNotEquals(
                content(EventJson.consumed()), content(EventJson.consumed().data(member, json)));
    }

    @Test
    void theEndOfOneMemberIsNotTheStartOfTheNext() {
        assertNotEquals(
                content(EventJson.consumed().data("feature", "\"ab\"").data("team_id", "\"c\"")),
                content(EventJson.consumed().data("feature", "\"a\"").data("team_id", "\"bc\"")));
    }

    @Test
    void everyPrefixOfAnEventIsMalformed() {
        byte[] bytes = EventJson.consumed()
                .time("2026-11-22T10:15:30Z")
                .with("x", "[1,{\"é\":null}]")
                .toBytes();

        for (int length = 0; length < bytes.length; length++) {
            var refused = assertInstanceOf(Decoded.Refused.class, EventCodec.decode(bytes, 0, length));
            assertEquals(
                    Refusal.MALFORMED_JSON, refused.reason(), new String(bytes, 0, length, StandardCharsets.UTF_8));
        }
    }

    private static void assertOutcome(EventCases.Case row, LiveWindow window) {
        Decoded decoded = EventCodec.decode(row.bytes().toArray());
        if (decoded instanceof Decoded.Accepted(Event event)) {
            decoded = window.refuse(event, EventCases.NOW)
                    .<Decoded>map(refused -> refused)
                    .orElse(decoded);
        }
        switch (row.expected()) {
            case Expected.Counted(Usage usage) -> {
                var accepted = assertInstanceOf(Decoded.Accepted.class, decoded, row.name());
                var consumed = assertInstanceOf(Event.CreditsConsumed.class, accepted.event(), row.name());
                assertEquals(usage, consumed.usage(), row.name());
            }
            case Expected.Closed() -> {
                var accepted = assertInstanceOf(Decoded.Accepted.class, decoded, row.name());
                assertInstanceOf(Event.BackfillClosed.class, accepted.event(), row.name());
            }
            case Expected.Refused(Refusal reason, String pointer) -> {
                var refused = assertInstanceOf(Decoded.Refused.class, decoded, row.name());
                assertEquals(reason, refused.reason(), row.name());
                assertEquals(pointer, refused.pointer(), row.name());
            }
        }
    }

    private static Event decoded(byte[] bytes) {
        return assertInstanceOf(Decoded.Accepted.class, EventCodec.decode(bytes))
                .event();
    }

    private static Object content(EventJson event) {
        return assertInstanceOf(Event.CreditsConsumed.class, decoded(event.toBytes()))
                .content();
    }
}
