package dev.tallystream.aggregator;

/** Counting cannot start or go on; the message is one plain sentence for an operator. */
public final class AggregatorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With that sentence. */
    public AggregatorException(String message) {
        super(message);
    }

    /** With that sentence and what was behind it. */
    public AggregatorException(String message, Throwable cause) {
        super(message, cause);
    }
}
