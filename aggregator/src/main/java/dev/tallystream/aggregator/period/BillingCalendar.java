package dev.tallystream.aggregator.period;

import dev.tallystream.contract.allocation.CreditTerms;
import java.time.LocalDate;
import java.time.YearMonth;

/**
 * An organization's billing periods: a date begins one where the rule in force on it says so. So after a change the
 * period that runs goes on until the first day that the new rule names, and no day is in two periods or in none.
 */
public final class BillingCalendar {
    private final CreditTerms terms;

    /** By the billing days of those terms. */
    public BillingCalendar(CreditTerms terms) {
        this.terms = terms;
    }

    /**
     * A billing period.
     *
     * @param start its first date
     * @param end the date on which the next one starts
     */
    public record BillingPeriod(LocalDate start, LocalDate end) {}

    /** The billing period with that date. */
    public BillingPeriod periodOf(LocalDate date) {
        LocalDate start = date;
        while (!isStart(start)) {
            start = start.minusDays(1);
        }
        LocalDate end = date.plusDays(1);
        while (!isStart(end)) {
            end = end.plusDays(1);
        }
        return new BillingPeriod(start, end);
    }

    private boolean isStart(LocalDate date) {
        int lastDay = YearMonth.from(date).lengthOfMonth();
        return date.getDayOfMonth() == Math.min(terms.billingDayOn(date), lastDay);
    }
}
