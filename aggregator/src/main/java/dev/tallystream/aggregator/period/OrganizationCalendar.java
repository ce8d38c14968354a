package dev.tallystream.aggregator.period;

import dev.tallystream.contract.settings.CalendarRule;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Instants → dates → periods, as one organization cuts time. The zone alone decides the date; week, month and quarter
 * follow from the date, so that the same day is never in two weeks.
 */
public final class OrganizationCalendar {
    private static final int MONTHS_OF_QUARTER = 3;
    private static final Pattern DAY_ID = Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})");
    private static final Pattern WEEK_ID = Pattern.compile("(\\d{4})-W(\\d{2})");
    private static final Pattern MONTH_ID = Pattern.compile("(\\d{4})-(\\d{2})");
    private static final Pattern QUARTER_ID = Pattern.compile("(FY)?(\\d{4})-Q([1-4])");

    private final CalendarRule rule;

    /** A calendar of that rule. */
    public OrganizationCalendar(CalendarRule rule) {
        this.rule = rule;
    }

    /** The rule it follows. */
    public CalendarRule rule() {
        return rule;
    }

    /** The date on which the instant falls. */
    public LocalDate dateOf(Instant instant) {
        return instant.atZone(rule.zone()).toLocalDate();
    }

    /** The first instant of the date; where the clock skips midnight, the first instant after the gap. */
    public Instant startOf(LocalDate date) {
        return date.atStartOfDay(rule.zone()).toInstant();
    }

    /** The first date of the period in which the date lies. */
    public LocalDate startOfPeriod(Granularity granularity, LocalDate date) {
        return switch (granularity) {
            case DAY -> date;
            case WEEK -> date.with(TemporalAdjusters.previousOrSame(rule.weekStart()));
            case MONTH -> date.withDayOfMonth(1);
            case QUARTER -> date.withDayOfMonth(1).minusMonths(monthOfFiscalYear(date.getMonth()) % MONTHS_OF_QUARTER);
        };
    }

    /** The period in which the date lies. */
    public Period periodOf(Granularity granularity, LocalDate date) {
        LocalDate start = startOfPeriod(granularity, date);
        return new Period(granularity, idOf(granularity, start), start, endOf(granularity, start));
    }

    /** The period before. */
    public Period previous(Period period) {
        return periodOf(period.granularity(), period.start().minusDays(1));
    }

    /** The period after. */
    public Period next(Period period) {
        return periodOf(period.granularity(), period.end());
    }

    /** The period of that id, or empty where the id names none of this granularity in this calendar. */
    public Optional<Period> parse(Granularity granularity, String id) {
        try {
            return dateIn(granularity, id)
                    .map(date -> periodOf(granularity, date))
                    .filter(period -> period.id().equals(id));
        } catch (DateTimeException noSuchDate) {
            return Optional.empty();
        }
    }

    private Optional<LocalDate> dateIn(Granularity granularity, String id) {
        Pattern pattern = switch (granularity) {
            case DAY -> DAY_ID;
            case WEEK -> WEEK_ID;
            case MONTH -> MONTH_ID;
            case QUARTER -> QUARTER_ID;
        };
        Matcher parts = pattern.matcher(id);
        if (!parts.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (granularity) {
                    case DAY -> LocalDate.of(number(parts, 1), number(parts, 2), number(parts, 3));
                    // 4 January is always in week 1; its Thursday names the week whatever the first day is.
                    case WEEK ->
                        LocalDate.of(number(parts, 1), 1, 4)
                                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                                .plusWeeks(number(parts, 2) - 1)
                                .with(TemporalAdjusters.next(DayOfWeek.THURSDAY));
                    case MONTH -> LocalDate.of(number(parts, 1), number(parts, 2), 1);
                    case QUARTER ->
                        LocalDate.of(number(parts, 2), rule.fiscalYearStart(), 1)
                                .plusMonths((number(parts, 3) - 1L) * MONTHS_OF_QUARTER);
                });
    }

    private static int number(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }

    private static LocalDate endOf(Granularity granularity, LocalDate start) {
        return switch (granularity) {
            case DAY -> start.plusDays(1);
            case WEEK -> start.plusWeeks(1);
            case MONTH -> start.plusMonths(1);
            case QUARTER -> start.plusMonths(MONTHS_OF_QUARTER);
        };
    }

    private String idOf(Granularity granularity, LocalDate start) {
        return switch (granularity) {
            case DAY -> start.toString();
            case WEEK -> {
                LocalDate thursday = start.with(TemporalAdjusters.nextOrSame(DayOfWeek.THURSDAY));
                yield "%04d-W%02d"
                        .formatted(
                                thursday.get(IsoFields.WEEK_BASED_YEAR),
                                thursday.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            }
            case MONTH -> YearMonth.from(start).toString();
            case QUARTER -> {
                int monthOfYear = monthOfFiscalYear(start.getMonth());
                int year = start.minusMonths(monthOfYear).getYear();
                String prefix = rule.fiscalYearStart() == Month.JANUARY ? "" : "FY";
                yield "%s%04d-Q%d".formatted(prefix, year, monthOfYear / MONTHS_OF_QUARTER + 1);
            }
        };
    }

    /** 0 for the month in which the fiscal year starts. */
    private int monthOfFiscalYear(Month month) {
        return Math.floorMod(month.getValue() - rule.fiscalYearStart().getValue(), 12);
    }
}
