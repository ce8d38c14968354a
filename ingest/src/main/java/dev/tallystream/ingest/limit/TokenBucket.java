package dev.tallystream.ingest.limit;

import java.time.Duration;

/**
 * A token bucket in whole nanoseconds, kept as the moment at which it will be full again (the generic cell rate
 * algorithm): 8 bytes of state, nothing to refill. Not thread-safe.
 */
final class TokenBucket {
    private static final long SECOND = 1_000_000_000L;

    private final long nanosPerToken;
    private final long capacityNanos;
    private long fullAt;

    /** Full at {@code now}, with so many tokens a second and room for {@code capacity}. */
    TokenBucket(int perSecond, int capacity, long now) {
        nanosPerToken = Math.max(1, SECOND / perSecond);
        capacityNanos = nanosPerToken * Math.max(1, capacity);
        fullAt = now;
    }

    /** Takes so many tokens, at most its capacity, or tells how long they are missing and takes none. */
    Duration take(int tokens, long now) {
        long from = fullAt - now > 0 ? fullAt : now;
        long after = from + tokens * nanosPerToken;
        long missing = after - now - capacityNanos;
        if (missing > 0) {
            return Duration.ofNanos(missing);
        }
        fullAt = after;
        return Duration.ZERO;
    }

    /** Gives back tokens that were taken. */
    void giveBack(int tokens) {
        fullAt -= tokens * nanosPerToken;
    }
}
