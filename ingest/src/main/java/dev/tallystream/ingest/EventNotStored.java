package dev.tallystream.ingest;

/**
 * The event is not known to be durable: the broker is away, too slow, or has no such topic. Publishing the same event
 * again is safe.
 */
public final class EventNotStored extends Exception {
    private static final long serialVersionUID = 1L;

    /** With what the broker's client said. */
    public EventNotStored(String message, Throwable cause) {
        super(message, cause);
    }

    /** Without more to say. */
    public EventNotStored(String message) {
        super(message);
    }
}
