package dev.tallystream.standalone.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoPlanFileTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:15:30.123Z");

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Terminal terminal =
            new Terminal(new PrintStream(said, true, StandardCharsets.UTF_8), () -> NOW, false);

    @Test
    void aLaterStartHasThePlanOfTheFirst() {
        // Given
        DemoPlan first = DemoPlanFile.in(directory).keep(new DemoPlan(1, 5_000, NOW), terminal);
        // When
        DemoPlan later =
                DemoPlanFile.in(directory).keep(new DemoPlan(1, 5_000, NOW.plus(Duration.ofDays(3))), terminal);
        // Then
        assertEquals(first, later);
        assertEquals("", said.toString(StandardCharsets.UTF_8));
    }

    @Test
    void otherOptionsAreNotPassedOverInSilence() {
        // Given
        DemoPlan first = DemoPlanFile.in(directory).keep(new DemoPlan(1, 5_000, NOW), terminal);
        // When
        DemoPlan later = DemoPlanFile.in(directory).keep(new DemoPlan(2, 7_000, NOW), terminal);
        // Then
        assertEquals(first, later);
        assertEquals(
                directory
                        + " holds the demo data of seed 1 with 5,000 events already; choose another --data for other data.\n",
                said.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aDamagedFileIsOnePlainSentence() throws IOException {
        // Given
        Files.writeString(directory.resolve("demo.json"), "{\"seed\":1}");
        // When
        CommandFailure failure = assertThrows(
                CommandFailure.class, () -> DemoPlanFile.in(directory).keep(new DemoPlan(1, 5_000, NOW), terminal));
        // Then
        assertEquals(directory.resolve("demo.json") + " is damaged.", failure.getMessage());
    }
}
