package dev.tallystream.query.usage;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.contract.credits.Credits;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * How much an organization is expected to use on each day, from its last {@value #DAYS} whole days: on a weekday as much
 * as on the same weekdays among them on average. A weekday that is not among them, where there are fewer, is expected to
 * be like an average day; today to become at least what its weekday is. Whole micro-credits, rounded down.
 */
public final class DailyPace {
    /** The name of the method in answers. */
    public static final String METHOD = "weekday_weighted_14d";

    /** Whole days that are looked at. */
    static final int DAYS = 14;

    /** Whole days of usage without which nothing is expected. */
    static final int FEWEST_DAYS = 3;

    /** How far ahead it is looked for the day on which credits are used up. */
    private static final int HORIZON_DAYS = 366;

    /** No period is longer, so an organization whose first quarter began before is older than the days looked at. */
    private static final int LONGER_THAN_A_QUARTER = 100;

    private static final LocalDate FIRST = LocalDate.of(1, 1, 1);

    private final LocalDate today;
    private final Credits perDay;
    private final Map<DayOfWeek, Credits> perWeekday;
    private final Credits restOfToday;

    private DailyPace(LocalDate today, int days, SortedMap<LocalDate, Tally> totals) {
        this.today = today;
        this.perDay = average(totals.headMap(today), days);
        this.perWeekday = perWeekday(totals, days);
        Credits usedToday = totals.getOrDefault(today, Tally.ZERO).credits();
        this.restOfToday = max(Credits.ZERO, expectedOn(today).plus(usedToday.negated()));
    }

    /** The pace on that date; empty where there are too few days of usage, or they are no longer kept. */
    public static Optional<DailyPace> of(UsageCut cut, LocalDate today) {
        LocalDate earliest = today.minusDays(DAYS);
        if (!cut.keeps(Granularity.DAY, earliest)) {
            return Optional.empty();
        }
        return firstUse(cut, today, earliest)
                .map(first -> (int) ChronoUnit.DAYS.between(first, today))
                .filter(days -> days >= FEWEST_DAYS)
                .map(days -> new DailyPace(
                        today, days, cut.history(Granularity.DAY, today.minusDays(days), today.plusDays(1))));
    }

    /** What is used on an average day. */
    public Credits perDay() {
        return perDay;
    }

    /** What will be used from now until that date begins; empty where that is beyond all numbers. */
    public Optional<Credits> until(LocalDate end) {
        try {
            Credits expected = restOfToday;
            for (LocalDate date = today.plusDays(1); date.isBefore(end); date = date.plusDays(1)) {
                expected = expected.plus(expectedOn(date));
            }
            return Optional.of(expected);
        } catch (ArithmeticException beyondAllNumbers) {
            return Optional.empty();
        }
    }

    /** The date on which so many credits will be used up; empty where they are now, or last longer than a year. */
    public Optional<LocalDate> usesUp(Credits available) {
        if (available.micros() <= 0) {
            return Optional.empty();
        }
        Credits left = available.plus(restOfToday.negated());
        LocalDate date = today;
        while (left.micros() > 0) {
            date = date.plusDays(1);
            if (ChronoUnit.DAYS.between(today, date) > HORIZON_DAYS) {
                return Optional.empty();
            }
            left = left.plus(expectedOn(date).negated());
        }
        return Optional.of(date);
    }

    private Credits expectedOn(LocalDate date) {
        return perWeekday.getOrDefault(date.getDayOfWeek(), perDay);
    }

    /** The first date with usage, or some date before the days that are looked at. */
    private static Optional<LocalDate> firstUse(UsageCut cut, LocalDate today, LocalDate earliest) {
        SortedMap<LocalDate, Tally> quarters = cut.history(Granularity.QUARTER, FIRST, today.plusDays(1));
        if (quarters.isEmpty()) {
            return Optional.empty();
        }
        LocalDate quarter = quarters.firstKey();
        if (quarter.isBefore(earliest.minusDays(LONGER_THAN_A_QUARTER))) {
            return Optional.of(earliest);
        }
        SortedMap<LocalDate, Tally> days = cut.history(Granularity.DAY, quarter, today);
        return days.isEmpty()
                ? Optional.empty()
                : Optional.of(days.firstKey().isBefore(earliest) ? earliest : days.firstKey());
    }

    private Map<DayOfWeek, Credits> perWeekday(SortedMap<LocalDate, Tally> totals, int days) {
        Map<DayOfWeek, Credits> expected = new EnumMap<>(DayOfWeek.class);
        for (DayOfWeek weekday : DayOfWeek.values()) {
            Credits sum = Credits.ZERO;
            int samples = 0;
            for (LocalDate date = today.minusDays(days); date.isBefore(today); date = date.plusDays(1)) {
                if (date.getDayOfWeek() == weekday) {
                    sum = sum.plus(totals.getOrDefault(date, Tally.ZERO).credits());
                    samples++;
                }
            }
            if (samples > 0) {
                expected.put(weekday, share(sum, samples));
            }
        }
        return expected;
    }

    private static Credits average(SortedMap<LocalDate, Tally> totals, int days) {
        Credits sum = Credits.ZERO;
        for (Tally tally : totals.values()) {
            sum = sum.plus(tally.credits());
        }
        return share(sum, days);
    }

    /** Corrections may take days below zero; nobody is expected to. */
    private static Credits share(Credits sum, int parts) {
        return max(Credits.ZERO, new Credits(sum.micros() / parts));
    }

    private static Credits max(Credits one, Credits other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
