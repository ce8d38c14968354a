package dev.tallystream.contract.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {
    @ParameterizedTest
    @CsvSource({
        "2026-11-22T10:15:30Z, 2026-11-22T10:15:30Z",
        "2026-11-22t10:15:30z, 2026-11-22T10:15:30Z",
        "2026-11-22T10:15:30.5+02:00, 2026-11-22T08:15:30.5Z",
        "2026-11-22T10:15:30.000000001-00:30, 2026-11-22T10:45:30.000000001Z",
        "2024-02-29T23:59:59-18:00, 2024-03-01T17:59:59Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999999Z, 9999-12-31T23:59:59.999999999Z",
    })
    void timestampsWithAnOffsetAreInstants(String text, Instant instant) {
        assertEquals(Optional.of(instant), Rfc3339.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2026-11-22",
                "2026-11-22T10:15:30",
                "2026-11-22T10:15Z",
                "2026-11-22 10:15:30Z",
                "2026-11-22T10:15:30+02",
                "2026-11-22T10:15:30+0200",
                "2026-11-22T10:15:30+02:60",
                "2026-11-22T10:15:30+19:00",
                "2026-11-22T10:15:30 Z",
                "2026-11-22T10:15:30.Z",
                "2026-11-22T10:15:30,5Z",
                "2026-11-22T10:15:30.1234567890Z",
                "2026-13-01T00:00:00Z",
                "2026-02-29T00:00:00Z",
                "2026-11-22T24:00:00Z",
                "2026-11-22T10:60:00Z",
                "2026-11-22T10:15:60Z",
                "0000-01-01T00:00:00Z",
                "-001-01-01T00:00:00Z",
                "12026-01-01T00:00:00Z",
                "2026-11-2٢T10:15:30Z",
                "2026-11-22T10:15:30ZZ",
            })
    void anythingElseIsNoTime(String text) {
        assertTrue(Rfc3339.parse(text).isEmpty());
    }

    @Test
    void randomTimestampsAreReadAsTheJdkReadsThem() {
        Random random = new Random(42);
        for (int i = 0; i < 100_000; i++) {
            OffsetDateTime time = Instant.ofEpochSecond(
                            random.nextLong(-62_000_000_000L, 253_000_000_000L), random.nextInt(1_000_000_000))
                    .atOffset(ZoneOffset.ofTotalSeconds(60 * random.nextInt(-18 * 60, 18 * 60 + 1)));
            String text = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
            if (text.length() >= "2026-11-22T10:15:30Z".length() && time.getYear() >= 1 && time.getYear() <= 9999) {
                assertEquals(Optional.of(time.toInstant()), Rfc3339.parse(text), text);
            }
        }
    }
}
