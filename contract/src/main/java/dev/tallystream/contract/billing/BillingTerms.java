package dev.tallystream.contract.billing;

import dev.tallystream.contract.credits.Credits;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What was agreed with an organization: how many credits it may use, and in which periods.
 *
 * @param version 0 where nothing was ever agreed; every change makes the next
 * @param allocations in ascending order; before the first there is none
 */
public record BillingTerms(long version, List<Allocation> allocations, BillingCalendar calendar) {
    /** Nothing agreed: no allocation, and billing periods are the months. */
    public static final BillingTerms NONE = new BillingTerms(0, List.of(), BillingCalendar.DEFAULT);

    /** Enough for a change every month for twenty years; every record carries all of them. */
    public static final int MAX_ALLOCATIONS = 250;

    /** Checks version and order. */
    public BillingTerms {
        allocations = List.copyOf(allocations);
        if (version < 0) {
            throw new IllegalArgumentException("version " + version + " must not be negative");
        }
        if (allocations.size() > MAX_ALLOCATIONS) {
            throw new IllegalArgumentException(allocations.size() + " allocations must be at most " + MAX_ALLOCATIONS);
        }
        for (int i = 1; i < allocations.size(); i++) {
            LocalDate from = allocations.get(i).effectiveFrom();
            if (!from.isAfter(allocations.get(i - 1).effectiveFrom())) {
                throw new IllegalArgumentException("the allocation of " + from + " must follow the one before");
            }
        }
    }

    /** The next version, with those allocations. */
    public BillingTerms withAllocations(List<Allocation> newAllocations) {
        return new BillingTerms(version + 1, newAllocations, calendar);
    }

    /** The next version, with that calendar. */
    public BillingTerms withCalendar(BillingCalendar newCalendar) {
        return new BillingTerms(version + 1, allocations, newCalendar);
    }

    /** Whether both say the same, whichever version. */
    public boolean agreesWith(BillingTerms other) {
        return allocations.equals(other.allocations) && calendar.equals(other.calendar);
    }

    /** What may be used in the billing period of that date, as agreed for it; empty where nothing is. */
    public Optional<Credits> allocatedOn(LocalDate date) {
        for (int i = allocations.size() - 1; i >= 0; i--) {
            if (!date.isBefore(allocations.get(i).effectiveFrom())) {
                return Optional.of(allocations.get(i).credits());
            }
        }
        return Optional.empty();
    }
}
