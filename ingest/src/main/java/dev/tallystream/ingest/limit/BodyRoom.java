package dev.tallystream.ingest.limit;

import java.util.concurrent.atomic.AtomicLong;

/** Room for the bodies of the requests that are under way, so that many large ones at once cannot fill the heap. */
public final class BodyRoom {
    private final AtomicLong left;

    /** For so many bytes. */
    public BodyRoom(long bytes) {
        left = new AtomicLong(bytes);
    }

    /** Takes so many bytes; false, and nothing is taken, where there is no room. */
    public boolean take(long bytes) {
        if (left.addAndGet(-bytes) >= 0) {
            return true;
        }
        left.addAndGet(bytes);
        return false;
    }

    /** Gives back what was taken. */
    public void giveBack(long bytes) {
        left.addAndGet(bytes);
    }
}
