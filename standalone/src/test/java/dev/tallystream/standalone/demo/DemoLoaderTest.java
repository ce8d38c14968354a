package dev.tallystream.standalone.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.directory.DirectoryKey;
import dev.tallystream.contract.event.Event;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.Patience;
import dev.tallystream.standalone.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DemoLoaderTest {
    private static final Instant UNTIL = Instant.parse("2026-11-22T10:15:30Z");
    private static final DemoPlan PLAN = new DemoPlan(3, 5_000, UNTIL);

    private final PlayedTallystream tallystream = new PlayedTallystream();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private Instant now = UNTIL;

    @Test
    void whatIsCountedIsWhatTheOracleSays() {
        // When
        load();
        // Then
        assertCountedExactly();
        Map<DirectoryKey, DirectoryEntry> names = new HashMap<>();
        for (DemoCompany company : DemoCompany.all(PLAN)) {
            names.putAll(company.directory());
            assertEquals(company.settings(), tallystream.settings().get(company.organization()));
            assertTrue(tallystream.terms().containsKey(company.organization()));
        }
        assertEquals(names, tallystream.directory());
        long events = 0;
        long again = 0;
        for (DemoEvent event : new DemoUsage(PLAN, UNTIL)) {
            events++;
            again += event.again() ? 1 : 0;
        }
        assertEquals(String.format(Locale.ROOT, """
                        Loading about 5,000 events of acme, globex, initech, hooli.
                        Loaded %,d events, %,d of them sent twice and counted once, in 0.0 s (%,d events/s).
                        """, events, again, 1_000 * events), said());
    }

    @Test
    void theLastEventOfEveryOrganizationClosesItsBackfill() {
        // When
        load();
        // Then
        Set<OrganizationId> open = new HashSet<>();
        for (Event event : tallystream.published()) {
            if (event instanceof Event.BackfillClosed) {
                assertEquals(PLAN.backfill(), event.backfill());
                assertTrue(open.remove(event.organization()));
            } else {
                open.add(event.organization());
            }
        }
        assertEquals(Set.of(), open);
    }

    @Test
    void aRestartLoadsNothingAgainAndSaysSo() {
        // Given
        load();
        int before = tallystream.published().size();
        said.reset();
        now = UNTIL.plus(Duration.ofDays(400));
        // When
        load();
        // Then
        assertEquals(before, tallystream.published().size());
        assertEquals("The demo data is there already; new events go on from now.\n", said());
    }

    @Test
    void aLoadThatBrokeOffIsCompletedDaysLaterWithoutCountingTwice() {
        // Given
        tallystream.doNotStore(attempt -> attempt > 2_000);
        assertThrows(CommandFailure.class, this::load);
        tallystream.doNotStore(attempt -> false);
        now = UNTIL.plus(Duration.ofDays(20));
        // When
        load();
        // Then
        assertCountedExactly();
    }

    @Test
    void whatIsNotStoredIsPublishedAgain() {
        // Given
        tallystream.doNotStore(attempt -> attempt % 1_000 < 10);
        // When
        load();
        // Then
        assertCountedExactly();
    }

    @Test
    void aBrokerThatStaysAwayIsOnePlainSentence() {
        // Given
        tallystream.doNotStore(attempt -> true);
        // When
        CommandFailure failure = assertThrows(CommandFailure.class, this::load);
        // Then
        assertEquals("The broker does not store the demo's events; starting again is safe.", failure.getMessage());
    }

    @Test
    void tablesThatAreNotReadyAreOnePlainSentence() {
        // Given
        tallystream.becomeUnavailable();
        // When
        CommandFailure failure = assertThrows(CommandFailure.class, this::load);
        // Then
        assertEquals("The tables are not ready; starting again is safe.", failure.getMessage());
        assertEquals(List.of(), tallystream.published());
    }

    @Test
    void countingThatStandsStillIsOnePlainSentence() {
        // Given
        tallystream.standStill();
        // When
        CommandFailure failure = assertThrows(CommandFailure.class, this::load);
        // Then
        assertEquals("The demo's events are stored, but counting them stands still.", failure.getMessage());
    }

    private void load() {
        Terminal terminal = new Terminal(new PrintStream(said, true, StandardCharsets.UTF_8), () -> now, false);
        Patience patience = new Patience(Duration.ofMinutes(1), () -> now, pause -> now = now.plus(pause));
        new DemoLoader(tallystream, tallystream, tallystream, tallystream, tallystream, terminal, patience).load(PLAN);
    }

    private void assertCountedExactly() {
        DemoTotals.of(new DemoUsage(PLAN, UNTIL)).byOrganization().forEach((organization, expected) -> {
            assertEquals(expected.credits(), tallystream.credits(organization));
            assertEquals(expected.events(), tallystream.events(organization));
        });
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }
}
