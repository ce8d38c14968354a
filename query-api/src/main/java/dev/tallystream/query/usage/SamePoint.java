package dev.tallystream.query.usage;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.period.OrganizationCalendar;
import dev.tallystream.aggregator.period.Period;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.aggregator.view.UsageCut;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What an earlier period had used when as much of it was over as now is of the running one: as many whole days, and of
 * the next day as many whole hours. Days and not seconds are counted, so that the point stays the same time of day
 * where the clock was changed in between.
 */
record SamePoint(UsageCut cut, Instant now) {
    /** The credits; null where {@code running} is not running, or the hours are no longer kept. */
    @Nullable
    String in(Period earlier, Period running) {
        OrganizationCalendar calendar = cut.calendar();
        LocalDate today = calendar.dateOf(now);
        if (!running.contains(today) || !cut.keeps(Granularity.DAY, earlier.start())) {
            return null;
        }
        LocalDate point = earlier.start().plusDays(ChronoUnit.DAYS.between(running.start(), today));
        if (!point.isBefore(earlier.end())) {
            // A long period beside a short one: all of the short one is over.
            return cut.total(earlier).credits().toDecimal();
        }
        int hours = (int) Duration.between(calendar.startOf(today), now).toHours();
        return cut.firstHours(point, hours)
                .map(begun -> wholeDays(earlier.start(), point).plus(begun))
                .map(sum -> sum.credits().toDecimal())
                .orElse(null);
    }

    private Tally wholeDays(LocalDate from, LocalDate to) {
        return cut.history(Granularity.DAY, from, to).values().stream().reduce(Tally.ZERO, Tally::plus);
    }
}
