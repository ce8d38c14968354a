package dev.tallystream.contract.billing;

import dev.tallystream.contract.credits.Credits;
import java.time.LocalDate;

/**
 * How many credits an organization may use in each billing period, from that date on. What a period leaves unused is
 * gone with it.
 *
 * @param effectiveFrom the first date, of the organization's own calendar
 * @param credits 0 to {@link #MOST}; 0 where everything that is used is too much
 */
public record Allocation(LocalDate effectiveFrom, Credits credits) {
    /** The most that the grammar of credits can say: 12 digits and 6 decimals. */
    public static final Credits MOST = Credits.parse("999999999999.999999");

    /** Checks date and amount. */
    public Allocation {
        EffectiveDates.check(effectiveFrom);
        if (credits.micros() < 0 || credits.compareTo(MOST) > 0) {
            throw new IllegalArgumentException("credits " + credits + " must be from 0 to " + MOST);
        }
    }
}
