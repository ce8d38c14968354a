package dev.tallystream.benchmark.model;

import java.time.Instant;
import java.time.ZoneId;

/**
 * The recount's own calendar: integers only, nothing of the product's. Dates are days since 1970-01-01.
 *
 * @param weekStart 0 for Monday to 6 for Sunday
 * @param fiscalStart 0 for January to 11 for December
 */
record ModelCalendar(ZoneId zone, int weekStart, int fiscalStart) {
    private static final int THURSDAY = 3;

    long dateOf(Instant instant) {
        int offset = zone.getRules().getOffset(instant).getTotalSeconds();
        return Math.floorDiv(instant.getEpochSecond() + offset, 86_400L);
    }

    long weekOf(long date) {
        long dayOfWeek = Math.floorMod(date + THURSDAY, 7L);
        return date - Math.floorMod(dayOfWeek - weekStart, 7L);
    }

    long monthOf(long date) {
        return firstOf(monthNumber(date));
    }

    long quarterOf(long date) {
        long month = monthNumber(date);
        return firstOf(month - Math.floorMod(month - fiscalStart, 3L));
    }

    /** Months since January of year 0 (proleptic Gregorian), counted by stepping: slow and plain. */
    private static long monthNumber(long date) {
        long month = Math.floorDiv(date * 4_000, 121_748) + 1970 * 12L - 2;
        while (firstOf(month + 1) <= date) {
            month++;
        }
        return month;
    }

    private static long firstOf(long month) {
        long year = Math.floorDiv(month, 12L);
        long days = 365 * (year - 1970) + leapsBefore(year) - leapsBefore(1970);
        for (int m = 0; m < Math.floorMod(month, 12L); m++) {
            days += daysOf(year, m);
        }
        return days;
    }

    private static long leapsBefore(long year) {
        long last = year - 1;
        return Math.floorDiv(last, 4L) - Math.floorDiv(last, 100L) + Math.floorDiv(last, 400L);
    }

    private static int daysOf(long year, int month) {
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        return switch (month) {
            case 1 -> leap ? 29 : 28;
            case 3, 5, 8, 10 -> 30;
            default -> 31;
        };
    }
}
