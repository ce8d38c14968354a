package dev.tallystream.contract.billing;

import java.time.LocalDate;

/**
 * A stretch of dates for which an allocation is given.
 *
 * @param start its first date
 * @param end the first date after it
 */
public record BillingPeriod(LocalDate start, LocalDate end) {
    /** Checks the order. */
    public BillingPeriod {
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("start " + start + " must lie before end " + end);
        }
    }

    /** Whether the date lies in it. */
    public boolean contains(LocalDate date) {
        return !date.isBefore(start) && date.isBefore(end);
    }
}
