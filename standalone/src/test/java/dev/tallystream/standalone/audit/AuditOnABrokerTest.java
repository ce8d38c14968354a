package dev.tallystream.standalone.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.topic.Placement;
import dev.tallystream.standalone.Patience;
import dev.tallystream.standalone.Terminal;
import dev.tallystream.standalone.TypedCommand;
import dev.tallystream.standalone.audit.StoredRows.Row;
import dev.tallystream.standalone.installation.Installation;
import dev.tallystream.standalone.process.CountingOnly;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The shipped command on a real directory, also on one whose stores were changed behind its back. */
@Tag("broker")
class AuditOnABrokerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int EVENTS = 600;
    private static final int ACME = Placement.partitionOf(new OrganizationId("acme"), 4);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    /** One row of a store, and what is there instead. */
    private record Fault(String kind, String store, int row) {}

    private record Audited(int exitCode, JsonNode report) {}

    @Test
    void aStoppedInstallationAgreesAndEveryFaultInItsStoresIsFound() throws Exception {
        Installation installation = new Installation(directory.resolve("data"));
        load(installation);

        Audited clean = audit(installation);

        assertEquals(0, clean.exitCode, clean.report.toPrettyString());
        assertEquals(0, clean.report.path("drift").asInt(-1));
        assertEquals(EVENTS, clean.report.path("records").asInt());
        for (String count : List.of("counted", "duplicate", "rejected", "cells")) {
            assertTrue(clean.report.path(count).asLong() > 0, count);
        }
        for (Fault fault : List.of(
                new Fault("lost", "usage-daily", 40),
                new Fault("lost", "usage-hourly", 10),
                new Fault("doubled", "usage-weekly", 20),
                new Fault("moved", "usage-monthly", 30),
                new Fault("changed", "usage-quarterly", 5),
                new Fault("unbalanced", "ledger", 0))) {
            List<Row> before = plant(installation, fault);

            Audited found = audit(installation);

            assertEquals(1, found.exitCode, fault.toString());
            assertFalse(found.report.path("clean").asBoolean(true), fault.toString());
            undo(installation, fault, before);
        }
        assertEquals(0, audit(installation).exitCode);
    }

    private static void load(Installation installation) throws Exception {
        Files.createDirectories(installation.directory());
        installation.signingKeyFile().readOrCreate();
        Terminal silent = new Terminal(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                Clock.systemUTC(),
                false);
        try (CountingOnly counting = CountingOnly.start(installation, Clock.systemUTC())) {
            Load.send(
                    counting.bootstrapServers(),
                    1,
                    EVENTS,
                    Instant.now(),
                    installation.erasureKeyFile().read());
            Patience patience = Patience.ofOneMinute(Clock.systemUTC());
            CommittedRecords journal = new CommittedRecords(counting.bootstrapServers(), patience);
            counting.awaitAllCounted(journal.behindLastRecords(4), silent, patience);
        }
    }

    private static Audited audit(Installation installation) throws Exception {
        TypedCommand command = new TypedCommand();
        int exitCode = command.run("audit", "--data", installation.directory().toString(), "--json");
        assertFalse(command.answer().isEmpty(), command.aside());
        return new Audited(exitCode, JSON.readTree(command.answer()));
    }

    private static List<Row> plant(Installation installation, Fault fault) throws Exception {
        try (StoredRows rows = StoredRows.open(installation.state(), ACME, fault.store)) {
            List<Row> before = rows.all();
            Row row = before.get(fault.row % before.size());
            switch (fault.kind) {
                case "lost" -> rows.put(row.key(), null);
                case "doubled" -> rows.put(row.key(), sums(row, 2, 0));
                case "moved" -> {
                    Row other = before.get((fault.row + 1) % before.size());
                    rows.put(row.key(), other.value());
                    rows.put(other.key(), row.value());
                }
                case "changed" -> rows.put(row.key(), sums(row, 1, 1));
                // The number of counted is the third.
                default -> rows.put(row.key(), number(row.value(), 2));
            }
            return before;
        }
    }

    private static byte[] sums(Row row, int times, int more) {
        ByteBuffer sums = ByteBuffer.wrap(row.value());
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(sums.getLong() * times + more)
                .putLong(sums.getLong() * times)
                .array();
    }

    private static byte[] number(byte[] value, int index) {
        ByteBuffer numbers = ByteBuffer.wrap(value.clone());
        return numbers.putLong(index * Long.BYTES, numbers.getLong(index * Long.BYTES) + 1)
                .array();
    }

    private static void undo(Installation installation, Fault fault, List<Row> before) throws Exception {
        try (StoredRows rows = StoredRows.open(installation.state(), ACME, fault.store)) {
            for (Row row : before) {
                rows.put(row.key(), row.value());
            }
        }
    }
}
