package dev.tallystream.contract.topic;

/**
 * A point on the events topic: everything of the partition before the offset. Whoever published an event is told the
 * position just behind it, so an answer that has reached that position includes the event.
 */
public record Position(int partition, long offset) {
    /** Checks that neither is negative. */
    public Position {
        if (partition < 0 || offset < 0) {
            throw new IllegalArgumentException("position " + partition + ":" + offset + " must not be negative");
        }
    }

    /** {@code partition:offset}, as answers carry it. */
    @Override
    public String toString() {
        return partition + ":" + offset;
    }
}
