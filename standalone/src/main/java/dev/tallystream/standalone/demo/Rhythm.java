package dev.tallystream.standalone.demo;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * When a company uses things: more every month, little at weekends and at the turn of the year, most of it in office
 * hours. Each day has a fixed number of events, so that no day is an outlier by chance.
 */
final class Rhythm {
    private static final double MONTHLY_GROWTH = 1.03;
    private static final double DAYS_PER_MONTH = 30.4;
    /** A day varies by that much up and down, evenly: enough to look alive. */
    private static final double DAILY_VARIATION = 0.12;

    private static final double SPIKE_FACTOR = 3;
    private static final MonthDay HOLIDAYS_START = MonthDay.of(12, 22);
    private static final MonthDay HOLIDAYS_END = MonthDay.of(1, 3);
    private static final int[] OFFICE_HOURS = {
        2, 1, 1, 1, 1, 2, 6, 20, 55, 90, 100, 95, 60, 80, 100, 95, 85, 60, 30, 18, 14, 12, 8, 4
    };
    private static final int[] WEEKEND_HOURS = {
        4, 3, 2, 1, 1, 2, 4, 8, 20, 35, 45, 45, 40, 40, 45, 45, 40, 35, 30, 30, 35, 30, 20, 10
    };
    private static final Weighted<Integer> OFFICE = hours(OFFICE_HOURS);
    private static final Weighted<Integer> WEEKEND = hours(WEEKEND_HOURS);

    private final ZoneId zone;
    private final Instant until;
    private final NavigableMap<LocalDate, Long> eventsByDay;

    private Rhythm(ZoneId zone, Instant until, NavigableMap<LocalDate, Long> eventsByDay) {
        this.zone = zone;
        this.until = until;
        this.eventsByDay = Collections.unmodifiableNavigableMap(eventsByDay);
    }

    /** Spreads {@code events} over the 25 months up to {@code until}. */
    static Rhythm of(ZoneId zone, Instant until, Optional<Spike> spike, long events, RandomGenerator random) {
        LocalDate last = LocalDate.ofInstant(until, zone);
        NavigableMap<LocalDate, Double> weights = new TreeMap<>();
        double sum = 0;
        for (LocalDate date = last.minusMonths(DemoPlan.MONTHS); !date.isAfter(last); date = date.plusDays(1)) {
            double variation = 1 + DAILY_VARIATION * (2 * random.nextDouble() - 1);
            double weight = weight(date, last) * variation;
            LocalDate day = date;
            boolean planted = spike.map(Spike::date).filter(day::equals).isPresent();
            // Three times a holiday is an ordinary day: a spike stands out among days of its kind.
            weight *= planted ? SPIKE_FACTOR / ofYear(date) : 1;
            weight *= date.equals(last) ? partOfDay(zone, until, last) : 1;
            weights.put(date, weight);
            sum += weight;
        }
        return new Rhythm(zone, until, apportion(weights, sum, events));
    }

    /** Whole numbers whose sum is exactly {@code events}. */
    private static NavigableMap<LocalDate, Long> apportion(
            NavigableMap<LocalDate, Double> weights, double sum, long events) {
        NavigableMap<LocalDate, Long> counts = new TreeMap<>();
        double upTo = 0;
        long given = 0;
        for (var day : weights.entrySet()) {
            upTo += day.getValue();
            long due = Math.round(events * upTo / sum);
            counts.put(day.getKey(), due - given);
            given = due;
        }
        return counts;
    }

    private static double weight(LocalDate date, LocalDate last) {
        double monthsBack = ChronoUnit.DAYS.between(date, last) / DAYS_PER_MONTH;
        return StrictMath.pow(MONTHLY_GROWTH, -monthsBack) * ofWeek(date.getDayOfWeek()) * ofYear(date);
    }

    private static double ofWeek(DayOfWeek day) {
        return switch (day) {
            case MONDAY -> 0.95;
            case TUESDAY -> 1.05;
            case WEDNESDAY, THURSDAY -> 1;
            case FRIDAY -> 0.8;
            case SATURDAY -> 0.12;
            case SUNDAY -> 0.1;
        };
    }

    private static double ofYear(LocalDate date) {
        MonthDay day = MonthDay.from(date);
        if (day.isAfter(HOLIDAYS_START) || day.isBefore(HOLIDAYS_END)) {
            return 0.4;
        }
        return date.getMonthValue() == 8 ? 0.85 : 1;
    }

    private static double partOfDay(ZoneId zone, Instant until, LocalDate last) {
        int[] hours = isWeekend(last) ? WEEKEND_HOURS : OFFICE_HOURS;
        int hour = LocalTime.ofInstant(until, zone).getHour();
        return (double) IntStream.of(hours).limit(hour).sum()
                / IntStream.of(hours).sum();
    }

    private static boolean isWeekend(LocalDate date) {
        return date.getDayOfWeek() == DayOfWeek.SATURDAY || date.getDayOfWeek() == DayOfWeek.SUNDAY;
    }

    private static Weighted<Integer> hours(int[] weights) {
        return Weighted.of(IntStream.range(0, weights.length).boxed().toList(), hour -> weights[hour]);
    }

    LocalDate firstDay() {
        return eventsByDay.firstKey();
    }

    LocalDate lastDay() {
        return eventsByDay.lastKey();
    }

    /** How many events that day has, spike included. */
    long eventsOn(LocalDate date) {
        return eventsByDay.getOrDefault(date, 0L);
    }

    /** How many of a spike day's events would have been there anyway. */
    static long usualPartOf(long events) {
        return Math.round(events / SPIKE_FACTOR);
    }

    /** A moment of the day before the end of everything, to the millisecond. */
    Instant moment(LocalDate date, RandomGenerator random) {
        Weighted<Integer> hours = isWeekend(date) ? WEEKEND : OFFICE;
        while (true) {
            Instant hour = date.atTime(LocalTime.of(hours.draw(random), 0))
                    .atZone(zone)
                    .toInstant();
            Instant moment = hour.plusMillis(
                    random.nextLong(ChronoUnit.HOURS.getDuration().toMillis()));
            if (moment.isBefore(until)) {
                return moment;
            }
        }
    }

    /** A moment when a spike is at its busiest. */
    Instant busyMoment(LocalDate date, RandomGenerator random) {
        long millis = random.nextLong(ChronoUnit.HOURS.getDuration().toMillis() * 6);
        return date.atTime(LocalTime.of(10, 0)).atZone(zone).toInstant().plusMillis(millis);
    }
}
