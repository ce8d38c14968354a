package dev.tallystream.query.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.aggregator.view.Reading;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.topic.Position;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PositionWaitsTest {
    private static final OrganizationId ACME = new OrganizationId("acme");
    private static final Duration LONG = Duration.ofSeconds(10);

    private final InMemoryUsageView view = new InMemoryUsageView(new SettableClock("2026-11-22T10:15:30.412Z"));
    private final PositionWaits waits = new PositionWaits(view, 1);

    @Test
    void whoeverFindsNoPlaceIsToldAndWhoeverNeedsNoneGoesOn() throws Exception {
        CompletableFuture<PositionWaits.End> waiting = CompletableFuture.supplyAsync(() -> end(3, 1, LONG));
        long deadline = System.nanoTime() + LONG.toNanos();
        while (waits.waiting() == 0) {
            assertTrue(System.nanoTime() < deadline, "nobody waits");
            Thread.onSpinWait();
        }

        assertEquals(PositionWaits.End.FULL, end(3, 1, Duration.ofMillis(1)));
        assertEquals(PositionWaits.End.GO_ON, end(3, 0, LONG));
        assertEquals(PositionWaits.End.GO_ON, end(3, 1, Duration.ZERO));
        assertEquals(PositionWaits.End.OTHER_PARTITION, end(2, 0, LONG));
        assertEquals(PositionWaits.End.GO_ON, waits.await(ACME, null));
        view.use("acme", "2026-11-20T08:00:00Z", "ai_slides", "t1", "u1", "3");
        assertEquals(PositionWaits.End.GO_ON, waiting.get(9, TimeUnit.SECONDS));
        assertEquals(PositionWaits.End.GO_ON, end(3, 2, Duration.ofMillis(1)));
    }

    @Test
    void aNodeThatIsNotReadyIsWaitedForAndThenAnswersForItself() {
        view.unavailable(Reading.Reason.RESTORING);

        assertEquals(PositionWaits.End.GO_ON, end(2, 1, Duration.ofMillis(1)));
    }

    private PositionWaits.End end(int partition, long offset, Duration patience) {
        return waits.await(ACME, new Awaited(new Position(partition, offset), patience));
    }
}
