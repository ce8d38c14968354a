package dev.tallystream.aggregator.period;

import dev.tallystream.contract.settings.CalendarRule;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.temporal.TemporalAdjusters;
import org.jspecify.annotations.Nullable;

/**
 * One rule of a calendar for as long as it holds: the arithmetic within it, and where it takes over.
 *
 * @param from the first instant; {@link Instant#MIN} of the first segment
 * @param lastBefore the last date of the segment before, which this one may go on with; {@link LocalDate#MIN} of the
 *     first
 * @param first the first date that is this segment's own; {@link LocalDate#MIN} of the first
 * @param week where its weeks take over; null of the first segment, whose weeks always ran
 * @param quarter where its quarters take over; null of the first segment
 */
record Segment(
        CalendarRule rule,
        Instant from,
        LocalDate lastBefore,
        LocalDate first,
        @Nullable Takeover week,
        @Nullable Takeover quarter) {
    private static final int MONTHS_OF_QUARTER = 3;

    /**
     * How weeks or quarters pass from one rule to the next: a period that runs when the rule changes goes on until the
     * first start of the new rule.
     *
     * @param running the first date of the period that runs on the segment's first date
     * @param until the first date that starts a period by the new rule
     * @param name what the running one is called, by the rule that started it; of quarters only
     */
    record Takeover(
            LocalDate running, LocalDate until, @Nullable QuarterName name) {}

    static Segment always(CalendarRule rule) {
        return new Segment(rule, Instant.MIN, LocalDate.MIN, LocalDate.MIN, null, null);
    }

    /** The segment that follows this one from that instant on. */
    Segment followedBy(Instant effectiveFrom, CalendarRule newRule) {
        LocalDate last = dateOf(effectiveFrom.minusNanos(1));
        LocalDate there = localDate(newRule, effectiveFrom);
        LocalDate own = there.isAfter(last) ? there : last.plusDays(1);
        Segment bare = new Segment(newRule, effectiveFrom, last, own, null, null);
        LocalDate runningWeek = startOf(Granularity.WEEK, own);
        LocalDate runningQuarter = startOf(Granularity.QUARTER, own);
        LocalDate weeks = bare.nominalFrom(Granularity.WEEK, own);
        // A week is named by its first Thursday, so one without a Thursday would have no name of its own.
        if (weeks.isAfter(runningWeek) && !thursday(runningWeek).isBefore(weeks)) {
            weeks = weeks.plusWeeks(1);
        }
        return new Segment(
                newRule,
                effectiveFrom,
                last,
                own,
                new Takeover(runningWeek, weeks, null),
                new Takeover(runningQuarter, bare.nominalFrom(Granularity.QUARTER, own), quarterName(runningQuarter)));
    }

    /** The date of an instant of this segment: the zone's, but never one before the dates that were. */
    LocalDate dateOf(Instant instant) {
        LocalDate date = localDate(rule, instant);
        return date.isBefore(lastBefore) ? lastBefore : date;
    }

    /** The first date of the period of a date of this segment. */
    LocalDate startOf(Granularity granularity, LocalDate date) {
        LocalDate nominal = nominalStart(granularity, date);
        Takeover takeover = takeover(granularity);
        return takeover == null || !nominal.isBefore(takeover.until) ? nominal : takeover.running;
    }

    /** The first start of a period at that date or later, where no segment before this one has one. */
    LocalDate nextStart(Granularity granularity, LocalDate date) {
        Takeover takeover = takeover(granularity);
        if (takeover == null || !date.isBefore(takeover.until)) {
            return nominalFrom(granularity, date);
        }
        // One that started by the old rule on the very day of the change.
        return date.isAfter(takeover.running) ? takeover.until : takeover.running;
    }

    private LocalDate nominalFrom(Granularity granularity, LocalDate date) {
        LocalDate start = nominalStart(granularity, date);
        if (start.equals(date)) {
            return start;
        }
        return switch (granularity) {
            case DAY -> start.plusDays(1);
            case WEEK -> start.plusWeeks(1);
            case MONTH -> start.plusMonths(1);
            case QUARTER -> start.plusMonths(MONTHS_OF_QUARTER);
        };
    }

    private LocalDate nominalStart(Granularity granularity, LocalDate date) {
        return switch (granularity) {
            case DAY -> date;
            case WEEK -> date.with(TemporalAdjusters.previousOrSame(rule.weekStart()));
            case MONTH -> date.withDayOfMonth(1);
            case QUARTER -> date.withDayOfMonth(1).minusMonths(monthOfFiscalYear(date.getMonth()) % MONTHS_OF_QUARTER);
        };
    }

    private @Nullable Takeover takeover(Granularity granularity) {
        return switch (granularity) {
            case DAY, MONTH -> null;
            case WEEK -> week;
            case QUARTER -> quarter;
        };
    }

    /** 0 for the month in which the fiscal year starts. */
    private int monthOfFiscalYear(Month month) {
        return Math.floorMod(month.getValue() - rule.fiscalYearStart().getValue(), 12);
    }

    /** What the quarter that starts on that date is called. */
    QuarterName quarterName(LocalDate start) {
        if (quarter != null && quarter.name != null && start.isBefore(quarter.until)) {
            return quarter.name;
        }
        int month = monthOfFiscalYear(start.getMonth());
        boolean calendarYear = rule.fiscalYearStart() == Month.JANUARY;
        return new QuarterName(!calendarYear, start.minusMonths(month).getYear(), month / MONTHS_OF_QUARTER + 1);
    }

    /** The date on which a quarter of that name would start by this rule; null where none is called so. */
    @Nullable
    LocalDate startOf(QuarterName name) {
        boolean calendarYear = rule.fiscalYearStart() == Month.JANUARY;
        return name.fiscal() == calendarYear
                ? null
                : LocalDate.of(name.year(), rule.fiscalYearStart(), 1)
                        .plusMonths((name.quarter() - 1L) * MONTHS_OF_QUARTER);
    }

    static LocalDate thursday(LocalDate weekStart) {
        return weekStart.with(TemporalAdjusters.nextOrSame(DayOfWeek.THURSDAY));
    }

    private static LocalDate localDate(CalendarRule rule, Instant instant) {
        return instant.atZone(rule.zone()).toLocalDate();
    }
}
