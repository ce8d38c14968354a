package dev.tallystream.standalone.audit;

/** A cell's micro-credits, and how many events carried them. */
public record Sums(long micros, long events) {
    /** Whether a table has no row for it. */
    boolean isNothing() {
        return micros == 0 && events == 0;
    }

    @Override
    public String toString() {
        return micros + " micro-credits in " + events + " events";
    }
}
