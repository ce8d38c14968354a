package dev.tallystream.standalone.audit;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The recount's own calendar: integers only, nothing of the product's. Dates are days since 1970-01-01.
 *
 * <p>The rule in force at an instant gives its date, which is never before the last date of the rule that was in force
 * until then. Weeks and quarters begin as the rule of their date says, but for those that were running when the rule
 * came: they go on until the first one that begins by the new rule.
 */
public final class DateRules {
    private static final int THURSDAY = 3;
    private static final int DAYS_OF_WEEK = 7;
    private static final int SECONDS_OF_DAY = 86_400;

    /** No zone is further from UTC than 18 hours, so no date begins earlier or later than that around its midnight. */
    private static final int MOST_OFFSET = 18 * 3_600;

    private final List<Rule> rules;
    /** Of each rule: the last date of the rule before it, its first own date, its first week and quarter. */
    private final long[] lastBefore;

    private final long[] first;
    private final long[] firstWeek;
    private final long[] runningWeek;
    private final long[] firstQuarter;
    private final long[] runningQuarter;
    private final Map<Long, Long> starts = new HashMap<>();

    /**
     * One rule.
     *
     * @param from the instant at which it comes into force; null of the first
     * @param weekStart 0 for Monday to 6 for Sunday
     * @param fiscalStart 0 for January to 11 for December
     */
    public record Rule(@Nullable Instant from, ZoneId zone, int weekStart, int fiscalStart) {
        private long localDate(Instant instant) {
            int offset = zone.getRules().getOffset(instant).getTotalSeconds();
            return Math.floorDiv(instant.getEpochSecond() + offset, (long) SECONDS_OF_DAY);
        }

        private long week(long date) {
            long dayOfWeek = Math.floorMod(date + THURSDAY, (long) DAYS_OF_WEEK);
            return date - Math.floorMod(dayOfWeek - weekStart, (long) DAYS_OF_WEEK);
        }

        private long quarter(long date) {
            long month = Months.numberOf(date);
            return Months.firstDateOf(month - Math.floorMod(month - fiscalStart, 3L));
        }
    }

    /** In ascending order of {@code from}. */
    public DateRules(List<Rule> rules) {
        this.rules = List.copyOf(rules);
        int size = rules.size();
        lastBefore = new long[size];
        first = new long[size];
        firstWeek = new long[size];
        runningWeek = new long[size];
        firstQuarter = new long[size];
        runningQuarter = new long[size];
        lastBefore[0] = Long.MIN_VALUE;
        first[0] = Long.MIN_VALUE;
        firstWeek[0] = Long.MIN_VALUE;
        firstQuarter[0] = Long.MIN_VALUE;
        for (int i = 1; i < size; i++) {
            take(i);
        }
    }

    /** UTC, weeks from Monday, quarters from January: what holds where nothing was decided. */
    public static DateRules utc() {
        return new DateRules(List.of(new Rule(null, ZoneId.of("UTC"), 0, 0)));
    }

    private void take(int i) {
        Rule rule = rules.get(i);
        Instant from = rule.from == null ? Instant.MIN : rule.from;
        lastBefore[i] = dateBy(i - 1, from.minusNanos(1));
        first[i] = Math.max(rule.localDate(from), lastBefore[i] + 1);
        runningWeek[i] = weekBy(i - 1, first[i]);
        firstWeek[i] = rule.week(first[i] + DAYS_OF_WEEK - 1);
        // A week is named by its Thursday; what would be left of the running one has none, so it takes the next along.
        if (firstWeek[i] > runningWeek[i] && !hasThursday(runningWeek[i], firstWeek[i])) {
            firstWeek[i] += DAYS_OF_WEEK;
        }
        runningQuarter[i] = quarterBy(i - 1, first[i]);
        long quarter = rule.quarter(first[i]);
        firstQuarter[i] = quarter == first[i] ? quarter : Months.firstDateOf(Months.numberOf(quarter) + 3);
    }

    private static boolean hasThursday(long from, long until) {
        for (long date = from; date < until; date++) {
            if (Math.floorMod(date + THURSDAY, (long) DAYS_OF_WEEK) == THURSDAY) {
                return true;
            }
        }
        return false;
    }

    /** The date on which the instant falls. */
    public long dateOf(Instant instant) {
        int i = rules.size() - 1;
        while (i > 0 && instant.isBefore(from(i))) {
            i--;
        }
        return dateBy(i, instant);
    }

    /** How many whole hours of the instant's date had passed. */
    public long hourOf(Instant instant) {
        long start = starts.computeIfAbsent(dateOf(instant), this::firstSecondOf);
        return Math.floorDiv(instant.getEpochSecond() - start, 3_600L);
    }

    /** The first date of the week. */
    public long weekOf(long date) {
        return weekBy(ruleOn(date), date);
    }

    /** The first date of the month. */
    public long monthOf(long date) {
        return Months.firstDateOf(Months.numberOf(date));
    }

    /** The first date of the quarter. */
    public long quarterOf(long date) {
        return quarterBy(ruleOn(date), date);
    }

    /** Whether the rules ever change. */
    public boolean everChange() {
        return rules.size() > 1;
    }

    /** The first date of each rule but the first. */
    public List<Long> changes() {
        return IntStream.range(1, rules.size()).mapToObj(i -> first[i]).toList();
    }

    private Instant from(int i) {
        Instant from = rules.get(i).from;
        return from == null ? Instant.MIN : from;
    }

    private int ruleOn(long date) {
        int i = rules.size() - 1;
        while (date < first[i]) {
            i--;
        }
        return i;
    }

    private long dateBy(int i, Instant instant) {
        return Math.max(lastBefore[i], rules.get(i).localDate(instant));
    }

    private long weekBy(int i, long date) {
        long start = rules.get(i).week(date);
        return start < firstWeek[i] ? runningWeek[i] : start;
    }

    private long quarterBy(int i, long date) {
        long start = rules.get(i).quarter(date);
        return start < firstQuarter[i] ? runningQuarter[i] : start;
    }

    /** Found by looking at every second where a clock or a rule changes around it: slow and plain. */
    private long firstSecondOf(long date) {
        long from = date * SECONDS_OF_DAY - MOST_OFFSET;
        long until = date * SECONDS_OF_DAY + MOST_OFFSET;
        int offset = steadyOffset(from, until);
        if (offset != Integer.MIN_VALUE) {
            return date * SECONDS_OF_DAY - offset;
        }
        long minute = from;
        while (dateOf(Instant.ofEpochSecond(minute)) < date) {
            minute += 60;
        }
        long second = Math.max(from, minute - 60);
        while (dateOf(Instant.ofEpochSecond(second)) < date) {
            second++;
        }
        return second;
    }

    /** The offset from UTC, where neither a rule nor a clock changes in between; otherwise no offset at all. */
    private int steadyOffset(long from, long until) {
        Instant begin = Instant.ofEpochSecond(from);
        Instant end = Instant.ofEpochSecond(until);
        int i = rules.size() - 1;
        while (i > 0 && begin.isBefore(from(i))) {
            i--;
        }
        boolean ruleChanges = i + 1 < rules.size() && !end.isBefore(from(i + 1));
        ZoneRules zone = rules.get(i).zone.getRules();
        ZoneOffsetTransition clockChange = zone.nextTransition(begin);
        boolean clockChanges = clockChange != null && !clockChange.getInstant().isAfter(end);
        boolean justTookOver = i > 0 && begin.isBefore(from(i).plusSeconds(3L * SECONDS_OF_DAY));
        return ruleChanges || clockChanges || justTookOver
                ? Integer.MIN_VALUE
                : zone.getOffset(begin).getTotalSeconds();
    }
}
