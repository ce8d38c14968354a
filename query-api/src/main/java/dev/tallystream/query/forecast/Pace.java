package dev.tallystream.query.forecast;

import dev.tallystream.contract.credits.Credits;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * What a day of each weekday is expected to use: the mean of the days of that weekday among the last 14 whole days, so
 * that a weekend ahead is not taken for working days. All of it is whole micro-credits, every mean rounded down; what
 * does not fit into 64 bits stays at their end.
 */
public final class Pace {
    /** The method's name, as answers state it. */
    public static final String METHOD = "weekday_weighted_14d";

    /** Two of each weekday: fewer know a weekday from a single day, more are slow to see what has changed. */
    public static final int DAYS = 14;

    /** Days with use below which there is no pace: one or two of them say nothing of the others. */
    static final int FEWEST_DAYS_OF_USE = 3;

    private static final int DAYS_OF_WEEK = 7;
    private static final int HOURS_OF_DAY = 24;

    private final Map<DayOfWeek, Long> expected;

    private Pace(Map<DayOfWeek, Long> expected) {
        this.expected = expected;
    }

    /**
     * On which date, and behind how many hours of it, the credits are used up.
     *
     * @param hour 0 to 23
     */
    public record RunOut(LocalDate date, int hour) {}

    /**
     * The pace of the days before {@code today}; empty where too few of them had any use.
     *
     * @param totals what each day used; a day without use is absent
     * @param known the first date of which that is known: an organization that began last week used nothing before,
     *     and that nothing is no habit
     */
    public static Optional<Pace> of(SortedMap<LocalDate, Credits> totals, LocalDate known, LocalDate today) {
        LocalDate window = today.minusDays(DAYS);
        LocalDate from = known.isAfter(window) ? known : window;
        Map<DayOfWeek, Long> sums = new EnumMap<>(DayOfWeek.class);
        Map<DayOfWeek, Integer> days = new EnumMap<>(DayOfWeek.class);
        int used = 0;
        int all = 0;
        long sum = 0;
        for (LocalDate date = from; date.isBefore(today); date = date.plusDays(1)) {
            long micros = totals.getOrDefault(date, Credits.ZERO).micros();
            used += micros == 0 ? 0 : 1;
            all++;
            sum = plus(sum, micros);
            sums.merge(date.getDayOfWeek(), micros, Pace::plus);
            days.merge(date.getDayOfWeek(), 1, Integer::sum);
        }
        if (used < FEWEST_DAYS_OF_USE) {
            return Optional.empty();
        }
        Map<DayOfWeek, Long> expected = new EnumMap<>(DayOfWeek.class);
        for (DayOfWeek weekday : DayOfWeek.values()) {
            // One that is not among them yet is expected to be as the others are on average.
            long mean = Math.floorDiv(sums.getOrDefault(weekday, sum), (int) days.getOrDefault(weekday, all));
            expected.put(weekday, Math.max(0, mean));
        }
        return Optional.of(new Pace(expected));
    }

    /** Credits a day, each weekday weighing the same. */
    public Credits perDay() {
        long week = 0;
        for (long day : expected.values()) {
            week = plus(week, day);
        }
        return new Credits(week / DAYS_OF_WEEK);
    }

    /**
     * What will have been used when the period ends: what is used already, today's use up to what is expected of its
     * weekday, and what is expected of every day after it.
     *
     * @param used in the period so far, today's use included
     * @param usedToday today's use
     * @param end the first date after the period
     */
    public Credits atEnd(Credits used, Credits usedToday, LocalDate today, LocalDate end) {
        long micros = plus(used.micros(), rest(today, usedToday));
        for (LocalDate date = today.plusDays(1); date.isBefore(end); date = date.plusDays(1)) {
            micros = plus(micros, expected(date));
        }
        return new Credits(micros);
    }

    /**
     * When what is allocated will be used up; empty where it lasts until {@code end}, or is used up already. A day's
     * expected use is spread evenly over 24 hours.
     *
     * @param allocated what may be used up to that date, empty where nothing is allocated
     */
    public Optional<RunOut> runsOut(
            Credits used,
            Credits usedToday,
            LocalDate today,
            LocalDate end,
            Function<LocalDate, Optional<Credits>> allocated) {
        if (isReached(allocated.apply(today), used.micros())) {
            return Optional.empty();
        }
        // Of today's expected use some is used already.
        long before = plus(used.micros(), -usedToday.micros());
        long after = plus(used.micros(), rest(today, usedToday));
        for (LocalDate date = today; date.isBefore(end); date = date.plusDays(1)) {
            Optional<Credits> limit = allocated.apply(date);
            if (isReached(limit, after) && limit.isPresent()) {
                return Optional.of(new RunOut(date, hour(plus(limit.get().micros(), -before), expected(date))));
            }
            before = after;
            after = plus(after, expected(date.plusDays(1)));
        }
        return Optional.empty();
    }

    private static boolean isReached(Optional<Credits> limit, long micros) {
        return limit.isPresent() && micros >= limit.get().micros();
    }

    private long expected(LocalDate date) {
        return expected.getOrDefault(date.getDayOfWeek(), 0L);
    }

    private long rest(LocalDate today, Credits usedToday) {
        return Math.max(0, plus(expected(today), -usedToday.micros()));
    }

    /** The whole hours of a day in which its first {@code part} is used. */
    private static int hour(long part, long ofDay) {
        if (part <= 0 || ofDay <= 0) {
            return 0;
        }
        return BigInteger.valueOf(part)
                .multiply(BigInteger.valueOf(HOURS_OF_DAY))
                .divide(BigInteger.valueOf(ofDay))
                .min(BigInteger.valueOf(HOURS_OF_DAY - 1L))
                .intValue();
    }

    private static long plus(long one, long other) {
        long sum = one + other;
        boolean overflows = ((one ^ sum) & (other ^ sum)) < 0;
        return overflows ? (one < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
    }
}
