package dev.tallystream.contract.billing;

import java.time.LocalDate;

/** From when something can hold. */
public final class EffectiveDates {
    /** No organization used credits before. */
    public static final LocalDate FIRST = LocalDate.of(1970, 1, 1);

    /** Every later year is a slip of the keyboard, and all of them have four digits until then. */
    public static final LocalDate LAST = LocalDate.of(2999, 12, 31);

    private EffectiveDates() {}

    /** Whether something can hold from that date on. */
    public static boolean isOne(LocalDate date) {
        return !date.isBefore(FIRST) && !date.isAfter(LAST);
    }

    static void check(LocalDate date) {
        if (!isOne(date)) {
            throw new IllegalArgumentException("effectiveFrom " + date + " must be from " + FIRST + " to " + LAST);
        }
    }
}
