package dev.tallystream.standalone.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.contract.event.Event;
import dev.tallystream.contract.id.EventIdentity;
import dev.tallystream.contract.id.OrganizationId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LiveTrickleTest {
    private static final int ENOUGH = 300;
    private static final Instant NOW = Instant.parse("2026-11-25T10:15:30.250Z");
    private static final DemoPlan PLAN = new DemoPlan(3, 5_000, Instant.parse("2026-11-22T10:15:30Z"));

    private final PlayedTallystream tallystream = new PlayedTallystream();
    private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());

    @Test
    void aFewEventsASecondHappenNow() throws InterruptedException {
        // When
        List<Event> events = trickle(NOW);
        // Then
        Set<EventIdentity> identities = new HashSet<>();
        for (Event event : events) {
            assertEquals(NOW, event.time());
            assertNull(event.backfill());
            identities.add(event.identity());
        }
        assertEquals(events.size(), identities.size());
        long millis =
                pauses.stream().limit(ENOUGH).mapToLong(Duration::toMillis).sum();
        double perSecond = 1_000.0 * ENOUGH / millis;
        assertTrue(perSecond > 2 && perSecond < 5, perSecond + " events a second");
    }

    @Test
    void aDayOfItDoesNotDrownTheHistory() throws InterruptedException {
        // Given
        Map<OrganizationId, DemoTotals.Expected> history =
                DemoTotals.of(new DemoUsage(new DemoPlan(3, 300_000, NOW), NOW)).byOrganization();
        OrganizationId acme = new OrganizationId("acme");
        double usualDay = Objects.requireNonNull(history.get(acme)).credits().micros() / 760.0;
        // When
        List<Event> events = trickle(NOW);
        // Then
        double perSecond = (double) tallystream.credits(acme).micros() / events.size() * 3;
        double officeDay = perSecond * Duration.ofHours(8).toSeconds();
        assertTrue(officeDay < 1.5 * usualDay, officeDay + " beside " + usualDay);
    }

    @Test
    void aLaterStartPublishesNewEvents() throws InterruptedException {
        // Given
        Set<EventIdentity> before = new HashSet<>();
        trickle(NOW).forEach(event -> before.add(event.identity()));
        int seen = tallystream.published().size();
        // When
        List<Event> later = trickle(NOW.plusSeconds(60));
        // Then
        for (Event event : later.subList(seen, later.size())) {
            assertTrue(before.add(event.identity()), event.toString());
        }
    }

    @Test
    void nothingIsPublishedOnceItIsClosed() throws InterruptedException {
        // Given
        trickle(NOW);
        // When
        int closed = tallystream.published().size();
        // Then
        assertEquals(
                0,
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().equals("demo-live"))
                        .count());
        assertEquals(closed, tallystream.published().size());
    }

    private List<Event> trickle(Instant now) throws InterruptedException {
        for (DemoCompany company : DemoCompany.all(PLAN)) {
            tallystream.write(company.organization(), company.settings()).join();
        }
        CountDownLatch enough = new CountDownLatch(ENOUGH);
        try (LiveTrickle _ = LiveTrickle.start(tallystream, PLAN, () -> now, pause -> {
            if (Thread.interrupted()) {
                throw new InterruptedException("closed");
            }
            pauses.add(pause);
            enough.countDown();
        })) {
            assertTrue(enough.await(30, TimeUnit.SECONDS));
        }
        return tallystream.published();
    }
}
