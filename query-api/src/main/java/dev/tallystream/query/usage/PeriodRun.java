package dev.tallystream.query.usage;

import dev.tallystream.aggregator.period.OrganizationCalendar;
import dev.tallystream.aggregator.period.Period;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Periods one after the other. */
final class PeriodRun {
    private PeriodRun() {}

    /** The {@code count} periods of which that one is the last; fewer where the first year of all is reached. */
    static List<Period> endingWith(OrganizationCalendar calendar, Period last, int count) {
        Deque<Period> periods = new ArrayDeque<>();
        Period period = last;
        while (periods.size() < count && period.start().getYear() >= PeriodName.FIRST_YEAR) {
            periods.addFirst(period);
            period = calendar.previous(period);
        }
        return List.copyOf(periods);
    }

    /** The periods from the one that starts on that date up to before that end, and no more than {@code most}. */
    static List<Period> between(OrganizationCalendar calendar, Period first, LocalDate end, int most) {
        List<Period> periods = new ArrayList<>();
        Period period = first;
        while (period.start().isBefore(end) && periods.size() < most) {
            periods.add(period);
            period = calendar.next(period);
        }
        return periods;
    }
}
