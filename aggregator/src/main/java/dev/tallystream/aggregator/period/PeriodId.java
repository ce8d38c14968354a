package dev.tallystream.aggregator.period;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The spelling of periods' ids. Whether a calendar has a period of that id is the calendar's to say. */
final class PeriodId {
    private static final Pattern DAY = Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})");
    private static final Pattern WEEK = Pattern.compile("(\\d{4})-W(\\d{2})");
    private static final Pattern MONTH = Pattern.compile("(\\d{4})-(\\d{2})");

    /** The suffix tells quarters apart that are called the same; twelve fiscal years cannot make more than twelve. */
    private static final Pattern QUARTER = Pattern.compile("(FY)?(\\d{4})-Q([1-4])[b-l]?");

    private PeriodId() {}

    /** What the n-th later quarter of a name is told apart by: nothing, b, c and so on. */
    static String suffix(int earlier) {
        return earlier == 0 ? "" : String.valueOf((char) ('a' + earlier));
    }

    /** The name in a quarter's id. */
    static Optional<QuarterName> quarter(String id) {
        Matcher parts = QUARTER.matcher(id);
        return parts.matches()
                ? Optional.of(new QuarterName(parts.group(1) != null, number(parts, 2), number(parts, 3)))
                : Optional.empty();
    }

    /** A date of the day, week or month of that id; what is found there may turn out to be called otherwise. */
    static Optional<LocalDate> date(Granularity granularity, String id) {
        try {
            return switch (granularity) {
                case DAY ->
                    matched(DAY, id).map(parts -> LocalDate.of(number(parts, 1), number(parts, 2), number(parts, 3)));
                case WEEK -> matched(WEEK, id).map(PeriodId::thursday);
                case MONTH -> matched(MONTH, id).map(parts -> LocalDate.of(number(parts, 1), number(parts, 2), 1));
                case QUARTER -> throw new IllegalArgumentException("a quarter's id leads to a date by its name");
            };
        } catch (DateTimeException noSuchDate) {
            return Optional.empty();
        }
    }

    /** 4 January is always in week 1; its Thursday names the week whatever the first day is. */
    private static LocalDate thursday(Matcher parts) {
        return LocalDate.of(number(parts, 1), 1, 4)
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                .plusWeeks(number(parts, 2) - 1L)
                .with(TemporalAdjusters.next(DayOfWeek.THURSDAY));
    }

    private static Optional<Matcher> matched(Pattern pattern, String id) {
        Matcher parts = pattern.matcher(id);
        return parts.matches() ? Optional.of(parts) : Optional.empty();
    }

    private static int number(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }
}
