package dev.tallystream.query.panel;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.period.Period;
import dev.tallystream.query.usage.FreshnessAnswer;
import dev.tallystream.query.usage.PanelAnswer.HistoryPoint;
import dev.tallystream.query.usage.PanelAnswer.PeriodAnswer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** The periods of an answer as dates again. */
final class AnsweredPeriods {
    private static final int MONTHS_OF_QUARTER = 3;

    private AnsweredPeriods() {}

    static Period of(Granularity granularity, PeriodAnswer period) {
        return new Period(granularity, period.id(), date(period.start()), date(period.end()));
    }

    static Period of(Granularity granularity, HistoryPoint point) {
        return new Period(granularity, point.id(), date(point.start()), date(point.end()));
    }

    /** The period of that id, which starts on that date. */
    static Period startingOn(Granularity granularity, String id, LocalDate start) {
        return new Period(granularity, id, start, endOf(granularity, start));
    }

    /** When the period began that is so many before; a week or quarter that a change of the calendar cut is not told apart. */
    static LocalDate before(Period period, int count) {
        LocalDate start = period.start();
        return switch (period.granularity()) {
            case DAY -> start.minusDays(count);
            case WEEK -> start.minusWeeks(count);
            case MONTH -> start.minusMonths(count);
            case QUARTER -> start.minusMonths((long) MONTHS_OF_QUARTER * count);
        };
    }

    /** The id of the period that is shown, which no link writes while it is the running one. */
    static @Nullable String chosen(Granularity granularity, PeriodAnswer period, FreshnessAnswer freshness) {
        return of(granularity, period).contains(today(period, freshness)) ? null : period.id();
    }

    /** The organization's date when the answer was given. */
    static LocalDate today(PeriodAnswer period, FreshnessAnswer freshness) {
        return Instant.parse(freshness.asOf())
                .plusMillis(freshness.lagMs())
                .atZone(ZoneId.of(period.timeZone()))
                .toLocalDate();
    }

    private static LocalDate date(String instant) {
        return OffsetDateTime.parse(instant).toLocalDate();
    }

    private static LocalDate endOf(Granularity granularity, LocalDate start) {
        return switch (granularity) {
            case DAY -> start.plusDays(1);
            case WEEK -> start.plusWeeks(1);
            case MONTH -> start.plusMonths(1);
            case QUARTER -> start.plusMonths(MONTHS_OF_QUARTER);
        };
    }
}
