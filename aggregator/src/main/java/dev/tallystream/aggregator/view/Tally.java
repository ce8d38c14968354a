package dev.tallystream.aggregator.view;

import dev.tallystream.contract.credits.Credits;

/** A row's sums: credits, negative after corrections at times, and how many events carried them. */
public record Tally(Credits credits, long events) {
    /** Nothing used. */
    public static final Tally ZERO = new Tally(Credits.ZERO, 0);

    /**
     * Both together.
     *
     * @throws ArithmeticException where a sum does not fit into 64 bits
     */
    public Tally plus(Tally other) {
        return new Tally(credits.plus(other.credits), Math.addExact(events, other.events));
    }
}
