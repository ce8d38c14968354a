package dev.tallystream.query.usage;

import dev.tallystream.contract.id.OrganizationId;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * How many questions of one organization are answered at once, so that whoever asks a thousand keeps nobody else
 * waiting. Blocks the thread that asks for a moment, which is a virtual one. Thread-safe.
 */
final class ReadLimit {
    /** Enough for a page whose parts are fetched one by one by everybody in a team; more would only wait for the CPU. */
    static final int MAX_AT_ONCE = 16;

    /** How long a question waits for its turn: a burst passes unnoticed, a storm is refused. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    /** Organizations share a place by chance; there is nothing to clean up. */
    private static final int PLACES = 1_024;

    private final Semaphore[] places = new Semaphore[PLACES];

    ReadLimit() {
        Arrays.setAll(places, place -> new Semaphore(MAX_AT_ONCE, true));
    }

    <T> UsageOutcome<T> within(OrganizationId organization, Supplier<UsageOutcome<T>> answer) {
        Semaphore place = places[Math.floorMod(organization.hashCode(), PLACES)];
        try {
            if (!place.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return new UsageOutcome.Busy<>();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return new UsageOutcome.Busy<>();
        }
        try {
            return answer.get();
        } finally {
            place.release();
        }
    }
}
