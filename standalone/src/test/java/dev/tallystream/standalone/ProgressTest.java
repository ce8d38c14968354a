package dev.tallystream.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private Instant now = START;

    @Test
    void aTerminalSeesTheBarRedrawnAndThenCleared() {
        // Given
        try (Progress progress = progress(true)) {
            // When
            now = START.plusSeconds(2);
            progress.advance(50_000);
        }
        // Then
        assertEquals(
                "\r\u001b[K[############------------]   50 %  50,000 of 100,000 events  25,000/s  2 s left\r\u001b[K",
                text());
    }

    @Test
    void aTerminalIsNotRedrawnMoreThanTenTimesASecond() {
        // Given
        try (Progress progress = progress(true)) {
            // When
            for (int millis = 1; millis <= 1_000; millis++) {
                now = START.plusMillis(millis);
                progress.advance(1);
            }
        }
        // Then
        assertEquals(10, text().split("events", -1).length - 1);
    }

    @Test
    void elsewhereAPlainLineIsWrittenEveryTenSeconds() {
        // Given
        try (Progress progress = progress(false)) {
            // When
            for (int second = 1; second <= 25; second++) {
                now = START.plusSeconds(second);
                progress.advance(1_000);
            }
        }
        // Then
        assertEquals("""
                 10 %  10,000 of 100,000 events  1,000/s  1 min 30 s left
                 20 %  20,000 of 100,000 events  1,000/s  1 min 20 s left
                """, text());
    }

    @Test
    void nothingIsWrittenForATaskThatIsOverAtOnce() {
        // Given
        Progress progress = progress(true);
        // When
        progress.close();
        // Then
        assertEquals("", text());
    }

    @Test
    void moreThanTheTotalIsStillDone() {
        // Given
        try (Progress progress = progress(false)) {
            // When
            now = START.plus(Duration.ofSeconds(10));
            progress.advance(100_001);
        }
        // Then
        assertEquals("100 %  100,001 of 100,000 events  10,000/s  almost done\n", text());
    }

    private Progress progress(boolean interactive) {
        InstantSource clock = () -> now;
        return new Terminal(new PrintStream(written, true, StandardCharsets.UTF_8), clock, interactive)
                .progress("events", 100_000);
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }
}
