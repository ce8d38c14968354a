package dev.tallystream.standalone.history;

import java.time.Duration;
import java.time.InstantSource;

/** How long to go on against a server that is away or busy, and how to wait meanwhile. */
record Persistence(Duration patience, InstantSource clock, Pause pause) {
    /** A restart of the server takes seconds; a minute of silence is an outage. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Waiting, so that a test need not. */
    interface Pause {
        void last(Duration duration) throws InterruptedException;
    }

    static Persistence ofOneMinute(InstantSource clock, Pause pause) {
        return new Persistence(PATIENCE, clock, pause);
    }
}
