package dev.tallystream.contract.allocation;

import dev.tallystream.contract.credits.Credits;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What an organization may use, and its billing periods. Dates are the organization's own; an entry holds from its date
 * until the date of the next one, also where that lies in the middle of a billing period.
 *
 * @param version 0 where nothing was sold; every change makes the next
 * @param allocations credits for one billing period, by ascending date
 * @param billingDays the day of the month on which billing periods begin, by ascending date
 */
public record CreditTerms(long version, List<Allocation> allocations, List<BillingDay> billingDays) {
    /** An organization to which nothing was sold: no allocation, billing periods from the 1st. */
    public static final CreditTerms NONE = new CreditTerms(0, List.of(), List.of());

    /** Enough for a change every month for twenty years; a record holds them all. */
    public static final int MAX_ENTRIES = 250;

    /** Where no billing day was decided. */
    public static final int DEFAULT_BILLING_DAY = 1;

    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 2999;

    /**
     * From that date on so many credits may be used in each billing period; what is left over is not kept.
     *
     * @param credits not negative
     */
    public record Allocation(LocalDate effectiveFrom, Credits credits) {
        /** Checks both. */
        public Allocation {
            checkDate(effectiveFrom);
            if (credits.micros() < 0) {
                throw new IllegalArgumentException("credits " + credits.toDecimal() + " must not be negative");
            }
        }
    }

    /**
     * From that date on billing periods begin on that day of the month, or on the month's last day where it is shorter.
     *
     * @param day 1 to 31
     */
    public record BillingDay(LocalDate effectiveFrom, int day) {
        /** Checks both. */
        public BillingDay {
            checkDate(effectiveFrom);
            if (day < 1 || day > 31) {
                throw new IllegalArgumentException("billing day " + day + " must be 1 to 31");
            }
        }
    }

    /** Checks version, order and number. */
    public CreditTerms {
        allocations = List.copyOf(allocations);
        billingDays = List.copyOf(billingDays);
        if (version < 0) {
            throw new IllegalArgumentException("version " + version + " must not be negative");
        }
        checkOrder(allocations, Allocation::effectiveFrom);
        checkOrder(billingDays, BillingDay::effectiveFrom);
    }

    /** The next version, with those allocations. */
    public CreditTerms withAllocations(List<Allocation> newAllocations) {
        return new CreditTerms(version + 1, newAllocations, billingDays);
    }

    /** The next version, with those billing days. */
    public CreditTerms withBillingDays(List<BillingDay> newBillingDays) {
        return new CreditTerms(version + 1, allocations, newBillingDays);
    }

    /** What one billing period has on that date; empty where nothing was sold by then. */
    public Optional<Credits> allocatedOn(LocalDate date) {
        return last(allocations, Allocation::effectiveFrom, date).map(Allocation::credits);
    }

    /** The day of the month on which billing periods begin by what holds on that date. */
    public int billingDayOn(LocalDate date) {
        return last(billingDays, BillingDay::effectiveFrom, date)
                .map(BillingDay::day)
                .orElse(DEFAULT_BILLING_DAY);
    }

    private static <T> Optional<T> last(List<T> entries, Function<T, LocalDate> effectiveFrom, LocalDate date) {
        return entries.reversed().stream()
                .filter(entry -> !effectiveFrom.apply(entry).isAfter(date))
                .findFirst();
    }

    private static <T> void checkOrder(List<T> entries, Function<T, LocalDate> effectiveFrom) {
        if (entries.size() > MAX_ENTRIES) {
            throw new IllegalArgumentException(entries.size() + " entries must be at most " + MAX_ENTRIES);
        }
        for (int i = 1; i < entries.size(); i++) {
            LocalDate date = effectiveFrom.apply(entries.get(i));
            if (!date.isAfter(effectiveFrom.apply(entries.get(i - 1)))) {
                throw new IllegalArgumentException("the entry of " + date + " must follow the one before");
            }
        }
    }

    /** Whether an entry may hold from that date on. */
    public static boolean isDate(LocalDate date) {
        return date.getYear() >= FIRST_YEAR && date.getYear() <= LAST_YEAR;
    }

    private static void checkDate(LocalDate date) {
        if (!isDate(date)) {
            throw new IllegalArgumentException(
                    "effective_from " + date + " must be from " + FIRST_YEAR + " to " + LAST_YEAR);
        }
    }
}
