package dev.tallystream.query.settings;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.period.OrganizationCalendar;
import dev.tallystream.aggregator.period.Period;
import dev.tallystream.contract.settings.CalendarHistory;
import dev.tallystream.contract.settings.CalendarRule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

/** From when a wanted rule holds: never from an instant whose events may be counted already. */
final class CalendarStamp {
    /**
     * How far ahead a change begins at least. An event's time may be 5 minutes ahead of the door's clock, and the
     * topology tolerates one hour more, so an instant less than about an hour ahead may be counted already; a second
     * hour is for clocks that are wrong and for the way of the change itself.
     */
    static final Duration AHEAD = Duration.ofHours(2);

    private CalendarStamp() {}

    /**
     * What stands, with the wanted rule from the first possible moment: zone and week from a midnight of the zone in
     * force, the fiscal year from the start of a quarter. Changes that stand and have not begun are replaced, unless
     * they begin so soon that they may be counted by.
     *
     * @param counted whether anything was counted; where nothing was, the rule holds from the beginning
     */
    static CalendarHistory next(CalendarHistory stands, CalendarRule wanted, boolean counted, Instant now) {
        if (!counted) {
            return CalendarHistory.always(wanted);
        }
        Instant earliest = now.plus(AHEAD);
        CalendarHistory kept = stands.before(earliest);
        CalendarRule before = kept.last();
        Instant midnight = firstStart(Granularity.DAY, new OrganizationCalendar(kept), earliest);
        CalendarHistory moved =
                kept.with(midnight, new CalendarRule(wanted.zone(), wanted.weekStart(), before.fiscalYearStart()));
        if (wanted.fiscalYearStart() == before.fiscalYearStart()) {
            return moved;
        }
        Instant quarter = firstStart(Granularity.QUARTER, new OrganizationCalendar(moved), earliest);
        return quarter.equals(midnight) ? kept.with(midnight, wanted) : moved.with(quarter, wanted);
    }

    /** The first start of a period at that instant or later. */
    private static Instant firstStart(Granularity granularity, OrganizationCalendar calendar, Instant earliest) {
        LocalDate date = calendar.dateOf(earliest);
        Period running = calendar.periodOf(granularity, date);
        Instant start = calendar.startOf(running.start());
        return start.isBefore(earliest) ? calendar.startOf(running.end()) : start;
    }
}
