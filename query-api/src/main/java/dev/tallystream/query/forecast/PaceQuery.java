package dev.tallystream.query.forecast;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.contract.credits.Credits;
import java.time.LocalDate;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads an organization's pace from one cut. */
public record PaceQuery(UsageCut cut, LocalDate today) {
    /** Before any date of an event; a table has one row for each quarter, so asking for all of them is cheap. */
    private static final LocalDate BEGINNING = LocalDate.of(1, 1, 1);

    /** The pace; empty where there is too little to know it from. */
    public Optional<Pace> pace() {
        LocalDate window = today.minusDays(Pace.DAYS);
        SortedMap<LocalDate, Credits> totals = new TreeMap<>();
        cut.history(Granularity.DAY, window, today).forEach((date, tally) -> totals.put(date, tally.credits()));
        return totals.isEmpty() ? Optional.empty() : Pace.of(totals, known(window, totals.firstKey()), today);
    }

    /** What today has used so far. */
    public Credits usedToday() {
        return cut.history(Granularity.DAY, today, today.plusDays(1))
                .getOrDefault(today, Tally.ZERO)
                .credits();
    }

    /** The first date of the window of which it is known what it used. */
    private LocalDate known(LocalDate window, LocalDate firstUse) {
        if (!cut.keeps(Granularity.DAY, window) || !wasUsedBefore(window)) {
            return firstUse;
        }
        return window;
    }

    private boolean wasUsedBefore(LocalDate date) {
        LocalDate quarter = cut.calendar().startOfPeriod(Granularity.QUARTER, date);
        return !cut.history(Granularity.QUARTER, BEGINNING, quarter).isEmpty()
                || !cut.history(Granularity.DAY, quarter, date).isEmpty();
    }
}
