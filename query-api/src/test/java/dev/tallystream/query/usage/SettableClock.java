package dev.tallystream.query.usage;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that moves only when it is told to. Thread-safe. */
public final class SettableClock implements InstantSource {
    private volatile Instant now;

    /** Stands at that RFC 3339 instant. */
    public SettableClock(String now) {
        this.now = Instant.parse(now);
    }

    /** Moves on. */
    public void advance(Duration duration) {
        now = now.plus(duration);
    }

    /** Moves to that RFC 3339 instant. */
    public void set(String instant) {
        now = Instant.parse(instant);
    }

    @Override
    public Instant instant() {
        return now;
    }
}
