package dev.tallystream.query.event;

import java.util.Optional;

/** The events as they were published, by their origin. Thread-safe. */
public interface OriginalEvents {
    /**
     * The event in structured mode; empty where it is no longer kept.
     *
     * @throws NotRead where that cannot be found out now
     */
    Optional<byte[]> read(int partition, long offset);
}
