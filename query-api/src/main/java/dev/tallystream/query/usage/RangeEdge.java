package dev.tallystream.query.usage;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.period.OrganizationCalendar;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a range begins or ends: a date of the organization's calendar, or an instant. */
public sealed interface RangeEdge {
    /** What an edge must be. */
    String RULE = "must be a date such as 2026-10-01 or an instant such as 2026-10-01T00:00:00Z from 1970 to 2999;"
            + " a + in a URL is written %2B";

    /** The date on which it lies. */
    LocalDate dateIn(OrganizationCalendar calendar);

    /** Whether that date begins exactly there. */
    boolean isStartOf(LocalDate date, OrganizationCalendar calendar);

    /** Whether a period of that length begins exactly there. */
    default boolean isAligned(Granularity granularity, OrganizationCalendar calendar) {
        LocalDate date = dateIn(calendar);
        return isStartOf(date, calendar)
                && calendar.startOfPeriod(granularity, date).equals(date);
    }

    /** The edge of that spelling, or empty. */
    static Optional<RangeEdge> parse(String text) {
        try {
            if (Day.GRAMMAR.matcher(text).matches()) {
                return Optional.of(LocalDate.parse(text))
                        .filter(RangeEdge::isInReach)
                        .map(Day::new);
            }
            if (Moment.GRAMMAR.matcher(text).matches()) {
                OffsetDateTime time = OffsetDateTime.parse(text);
                return isInReach(time.toLocalDate()) ? Optional.of(new Moment(time.toInstant())) : Optional.empty();
            }
            return Optional.empty();
        } catch (DateTimeException noSuchDate) {
            return Optional.empty();
        }
    }

    private static boolean isInReach(LocalDate date) {
        return date.getYear() >= PeriodName.FIRST_YEAR && date.getYear() <= PeriodName.LAST_YEAR;
    }

    /** The first instant of a date. */
    record Day(LocalDate date) implements RangeEdge {
        private static final Pattern GRAMMAR = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

        @Override
        public LocalDate dateIn(OrganizationCalendar calendar) {
            return date;
        }

        @Override
        public boolean isStartOf(LocalDate other, OrganizationCalendar calendar) {
            return true;
        }
    }

    /** An instant. */
    record Moment(Instant instant) implements RangeEdge {
        /** RFC 3339 to the nanosecond. */
        private static final Pattern GRAMMAR = Pattern.compile(
                "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})");

        @Override
        public LocalDate dateIn(OrganizationCalendar calendar) {
            return calendar.dateOf(instant);
        }

        @Override
        public boolean isStartOf(LocalDate date, OrganizationCalendar calendar) {
            return calendar.startOf(date).equals(instant);
        }
    }
}
