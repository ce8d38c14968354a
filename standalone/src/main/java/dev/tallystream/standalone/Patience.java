package dev.tallystream.standalone;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/** How long to go on while the other side is away or busy, and how to wait meanwhile. */
public record Patience(Duration limit, InstantSource clock, Pause pause) {
    /** Restarts take seconds; a minute of silence is an outage. */
    private static final Duration ONE_MINUTE = Duration.ofMinutes(1);

    private static final Duration POLL = Duration.ofMillis(100);

    /** Waiting, so that a test need not. */
    @FunctionalInterface
    public interface Pause {
        /** Returns after that time. */
        void last(Duration duration) throws InterruptedException;
    }

    /** A minute that really passes. */
    public static Patience ofOneMinute(InstantSource clock) {
        return new Patience(ONE_MINUTE, clock, Thread::sleep);
    }

    /**
     * Waits once.
     *
     * @throws CommandFailure where the process is being stopped
     */
    public void pauseFor(Duration duration) {
        try {
            pause.last(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        }
    }

    /** Asks ten times a second; whether the answer was yes before the limit. */
    public boolean until(BooleanSupplier reached) {
        Instant deadline = clock.instant().plus(limit);
        while (!reached.getAsBoolean()) {
            if (clock.instant().isAfter(deadline)) {
                return false;
            }
            pauseFor(POLL);
        }
        return true;
    }

    /** What to end with when the process is being stopped. */
    public static CommandFailure interrupted(InterruptedException cause) {
        return new CommandFailure("Interrupted; starting again is safe.", cause);
    }
}
