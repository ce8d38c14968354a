package dev.tallystream.standalone.audit;

/** Months of the Gregorian calendar, counted from January of year 0, by integers. */
final class Months {
    private Months() {}

    /** In which month the date lies, found by stepping: slow and plain. */
    static long numberOf(long date) {
        long month = Math.floorDiv(date * 4_000, 121_748) + 1970 * 12L - 2;
        while (firstDateOf(month + 1) <= date) {
            month++;
        }
        return month;
    }

    /** The first date of that month. */
    static long firstDateOf(long month) {
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
