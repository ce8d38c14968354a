package dev.tallystream.contract.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LiveWindowTest {
    private static final Instant NOW = EventCases.NOW;
    private static final Duration MOMENT = Duration.ofNanos(1);

    @ParameterizedTest
    @EnumSource(LiveWindow.class)
    void theEdgesBelongToTheWindow(LiveWindow window) {
        Duration grace = window == LiveWindow.AT_THE_DOOR ? Duration.ZERO : Duration.ofHours(1);
        Instant oldest = NOW.minus(Duration.ofDays(35)).minus(grace);
        Instant newest = NOW.plus(Duration.ofMinutes(5)).plus(grace);

        assertEquals(Optional.empty(), refusal(window, event(oldest)));
        assertEquals(Optional.empty(), refusal(window, event(newest)));
        assertEquals(Optional.of(Refusal.EVENT_TOO_OLD), refusal(window, event(oldest.minus(MOMENT))));
        assertEquals(Optional.of(Refusal.EVENT_IN_FUTURE), refusal(window, event(newest.plus(MOMENT))));
    }

    @Test
    void aBackfillMayBeOfAnyAgeButNotOfTheFuture() {
        assertEquals(
                Optional.empty(), refusal(LiveWindow.AT_THE_DOOR, backfill(Instant.parse("1999-01-01T00:00:00Z"))));
        assertEquals(
                Optional.of(Refusal.EVENT_IN_FUTURE),
                refusal(LiveWindow.AT_THE_DOOR, backfill(NOW.plus(Duration.ofHours(1)))));
    }

    @Test
    void withoutATimeTheAppendTimeStandsInAndIsAlwaysFine() {
        assertEquals(Optional.empty(), refusal(LiveWindow.AT_THE_DOOR, EventJson.consumed()));
    }

    private static EventJson event(Instant time) {
        return EventJson.consumed().time(time.toString());
    }

    private static EventJson backfill(Instant time) {
        return event(time).with("backfillid", "\"load-1\"");
    }

    private static Optional<Refusal> refusal(LiveWindow window, EventJson event) {
        Event decoded = assertInstanceOf(Decoded.Accepted.class, EventCodec.decode(event.toBytes()))
                .event();
        return window.refuse(decoded, NOW).map(Decoded.Refused::reason);
    }
}
