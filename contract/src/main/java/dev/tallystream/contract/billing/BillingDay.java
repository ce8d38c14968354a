package dev.tallystream.contract.billing;

import java.time.LocalDate;
import java.time.YearMonth;

/** The day of the month on which billing periods start: 1 to 31, in a shorter month its last day. */
public record BillingDay(int day) {
    /** The first of the month. */
    public static final BillingDay FIRST_OF_MONTH = new BillingDay(1);

    /** The last day that any month has. */
    public static final int LAST = 31;

    /** Checks the day. */
    public BillingDay {
        if (day < 1 || day > LAST) {
            throw new IllegalArgumentException("day " + day + " must be from 1 to " + LAST);
        }
    }

    /** The date of the month on which a period starts. */
    public LocalDate in(YearMonth month) {
        return month.atDay(Math.min(day, month.lengthOfMonth()));
    }

    /** The last start on that date or before. */
    public LocalDate startOnOrBefore(LocalDate date) {
        YearMonth month = YearMonth.from(date);
        LocalDate start = in(month);
        return start.isAfter(date) ? in(month.minusMonths(1)) : start;
    }

    /** The first start on that date or after. */
    public LocalDate startOnOrAfter(LocalDate date) {
        YearMonth month = YearMonth.from(date);
        LocalDate start = in(month);
        return start.isBefore(date) ? in(month.plusMonths(1)) : start;
    }
}
