package dev.tallystream.query.panel;

import dev.tallystream.aggregator.period.Period;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

/** What periods and dates are called in one language. */
final class PeriodWording {
    private final Texts texts;
    private final DateTimeFormatter weekdayAndDate;
    private final DateTimeFormatter date;
    private final DateTimeFormatter dayAndMonth;
    private final DateTimeFormatter day;
    private final DateTimeFormatter monthAndYear;
    private final DateTimeFormatter month;

    PeriodWording(Texts texts) {
        this.texts = texts;
        this.weekdayAndDate = formatter("date.weekday_and_date");
        this.date = formatter("date.date");
        this.dayAndMonth = formatter("date.day_and_month");
        this.day = formatter("date.day");
        this.monthAndYear = formatter("date.month_and_year");
        this.month = formatter("date.month");
    }

    private DateTimeFormatter formatter(String key) {
        return DateTimeFormatter.ofPattern(texts.pattern(key), texts.locale());
    }

    /** {@code Q4 2026}, {@code Week 47}, {@code November 2026}, {@code Sun, 22 Nov 2026}. */
    String name(Period period) {
        return switch (period.granularity()) {
            case DAY -> weekdayAndDate.format(period.start());
            case WEEK -> texts.get("period.week_number", weekNumber(period));
            case MONTH -> monthAndYear.format(period.start());
            case QUARTER -> quarter(period) + " " + year(period);
        };
    }

    /** {@code Q4 2026, 1 Oct – 31 Dec 2026}; where the name says the dates, the name alone. */
    String nameWithDates(Period period) {
        String name = name(period);
        return switch (period.granularity()) {
            case DAY, MONTH -> name;
            case WEEK, QUARTER ->
                name + ", " + dates(period.start(), period.end().minusDays(1));
        };
    }

    /** {@code 1 Oct – 31 Dec 2026}, both dates included; what both have in common is said once. */
    String dates(LocalDate first, LocalDate last) {
        if (first.getYear() != last.getYear()) {
            return date.format(first) + " – " + date.format(last);
        }
        return (first.getMonth() == last.getMonth() ? day : dayAndMonth).format(first) + " – " + date.format(last);
    }

    /** {@code 31 Dec 2026}. */
    String date(LocalDate day) {
        return date.format(day);
    }

    /** The short name under a bar: {@code Q4}, {@code W47}, {@code Nov}, {@code 22}. */
    String tick(Period period) {
        return switch (period.granularity()) {
            case DAY -> day.format(period.start());
            case WEEK -> texts.get("period.week_tick", weekNumber(period));
            case MONTH -> month.format(period.start());
            case QUARTER -> quarter(period);
        };
    }

    /** What several bars share, said once under the first of them: the year, or the month. */
    String tickGroup(Period period) {
        return switch (period.granularity()) {
            case DAY, WEEK -> month.format(period.start());
            case MONTH -> Integer.toString(period.start().getYear());
            case QUARTER -> year(period);
        };
    }

    private static int weekNumber(Period week) {
        return Integer.parseInt(week.id().substring(week.id().indexOf('W') + 1));
    }

    private static String quarter(Period quarter) {
        return quarter.id().substring(quarter.id().indexOf('Q'));
    }

    /** The year as the id has it: {@code 2026}, or {@code FY2026} of a fiscal year. */
    private static String year(Period quarter) {
        return quarter.id().substring(0, quarter.id().indexOf('-'));
    }
}
