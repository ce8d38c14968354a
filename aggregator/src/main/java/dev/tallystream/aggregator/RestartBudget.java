package dev.tallystream.aggregator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/** A failing thread is replaced a few times; what keeps failing is stopped, so that a person looks at it. */
final class RestartBudget {
    static final int RESTARTS = 5;
    static final Duration WINDOW = Duration.ofMinutes(10);

    private final InstantSource clock;
    private final Deque<Instant> restarts = new ArrayDeque<>();
    private long taken;

    RestartBudget(InstantSource clock) {
        this.clock = clock;
    }

    /** How many were taken since the start. */
    synchronized long taken() {
        return taken;
    }

    /** Whether one more restart is within the budget; takes it if so. */
    synchronized boolean take() {
        Instant now = clock.instant();
        while (!restarts.isEmpty() && restarts.getFirst().plus(WINDOW).isBefore(now)) {
            restarts.removeFirst();
        }
        if (restarts.size() >= RESTARTS) {
            return false;
        }
        restarts.addLast(now);
        taken++;
        return true;
    }
}
