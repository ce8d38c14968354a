package dev.tallystream.contract.billing;

import java.time.LocalDate;
import java.util.List;

/**
 * On which dates an organization's billing periods start: on those that the billing day in force on that very date
 * says. So periods follow one another without gap or overlap, and one that runs when the day changes goes on until the
 * first start by the new day.
 *
 * @param first the day until the first change
 * @param changes in ascending order
 */
public record BillingCalendar(BillingDay first, List<Change> changes) {
    /** Where nothing was decided: periods are the months. */
    public static final BillingCalendar DEFAULT = new BillingCalendar(BillingDay.FIRST_OF_MONTH, List.of());

    /** Enough for a change every month for twenty years. */
    public static final int MAX_CHANGES = 250;

    /** From that date on another day holds. */
    public record Change(LocalDate effectiveFrom, BillingDay day) {
        /** Checks the date. */
        public Change {
            EffectiveDates.check(effectiveFrom);
        }
    }

    /** Checks the order. */
    public BillingCalendar {
        changes = List.copyOf(changes);
        if (changes.size() > MAX_CHANGES) {
            throw new IllegalArgumentException(changes.size() + " changes must be at most " + MAX_CHANGES);
        }
        for (int i = 1; i < changes.size(); i++) {
            if (!changes.get(i).effectiveFrom.isAfter(changes.get(i - 1).effectiveFrom)) {
                throw new IllegalArgumentException(
                        "the change of " + changes.get(i).effectiveFrom + " must follow the one before");
            }
        }
    }

    /** The same day at all times. */
    public static BillingCalendar always(BillingDay day) {
        return new BillingCalendar(day, List.of());
    }

    /** The period in which the date lies. */
    public BillingPeriod periodOn(LocalDate date) {
        return new BillingPeriod(startOnOrBefore(date), startOnOrAfter(date.plusDays(1)));
    }

    private LocalDate startOnOrBefore(LocalDate date) {
        LocalDate latest = date;
        for (int i = changes.size() - 1; i >= 0; i--) {
            Change change = changes.get(i);
            if (latest.isBefore(change.effectiveFrom)) {
                continue;
            }
            LocalDate start = change.day.startOnOrBefore(latest);
            if (!start.isBefore(change.effectiveFrom)) {
                return start;
            }
            latest = change.effectiveFrom.minusDays(1);
        }
        return first.startOnOrBefore(latest);
    }

    private LocalDate startOnOrAfter(LocalDate date) {
        LocalDate earliest = date;
        BillingDay day = first;
        for (Change change : changes) {
            if (earliest.isBefore(change.effectiveFrom)) {
                LocalDate start = day.startOnOrAfter(earliest);
                if (start.isBefore(change.effectiveFrom)) {
                    return start;
                }
                earliest = change.effectiveFrom;
            }
            day = change.day;
        }
        return day.startOnOrAfter(earliest);
    }
}
