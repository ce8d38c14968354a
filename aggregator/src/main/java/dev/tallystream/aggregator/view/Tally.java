package dev.tallystream.aggregator.view;

import dev.tallystream.contract.credits.Credits;

/** A row's sums: credits, negative after corrections at times, and how many events carried them. */
public record Tally(Credits credits, long events) {
    /** Nothing used. */
    public static final Tally ZERO = new Tally(Credits.ZERO, 0);
}
