package dev.tallystream.query.usage;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.period.OrganizationCalendar;
import dev.tallystream.aggregator.period.Period;
import dev.tallystream.contract.id.Ids;
import java.time.LocalDate;
import java.util.Optional;

/** The period that is asked for, before the organization's calendar has said which dates it means. */
public sealed interface PeriodName {
    /** The running period. */
    PeriodName CURRENT = new Current();

    /** The one before the running period. */
    PeriodName PREVIOUS = new Previous();

    /** Years in which a period may start: wide enough for any history, narrow enough that every id has four digits. */
    int FIRST_YEAR = 1970;

    /** See {@link #FIRST_YEAR}. */
    int LAST_YEAR = 2999;

    /** What a period's name must be, for whoever asked for another. */
    String RULE = "must be current, previous or the id of a period of this granularity, such as 2026-11-22, 2026-W47, "
            + "2026-11, 2026-Q4 or, where the fiscal year does not start in January, FY2026-Q4";

    /** As URLs spell it. */
    String text();

    /** The period that it names where today is {@code today}, or empty where there is no such period. */
    Optional<Period> in(OrganizationCalendar calendar, Granularity granularity, LocalDate today);

    /** The name of that spelling, or empty where no period could be called so. */
    static Optional<PeriodName> parse(String text) {
        if (text.isBlank() || text.length() > Named.MAX_LENGTH || !Ids.isCleanText(text)) {
            return Optional.empty();
        }
        return Optional.of(
                switch (text) {
                    case "current" -> CURRENT;
                    case "previous" -> PREVIOUS;
                    default -> new Named(text);
                });
    }

    /** The running period. */
    record Current() implements PeriodName {
        @Override
        public String text() {
            return "current";
        }

        @Override
        public Optional<Period> in(OrganizationCalendar calendar, Granularity granularity, LocalDate today) {
            return Optional.of(calendar.periodOf(granularity, today));
        }
    }

    /** The one before the running period. */
    record Previous() implements PeriodName {
        @Override
        public String text() {
            return "previous";
        }

        @Override
        public Optional<Period> in(OrganizationCalendar calendar, Granularity granularity, LocalDate today) {
            return Optional.of(calendar.previous(calendar.periodOf(granularity, today)));
        }
    }

    /** A period by its id: {@code 2026-11-22}, {@code 2026-W47}, {@code 2026-11}, {@code FY2026-Q4}. */
    record Named(String text) implements PeriodName {
        /** Characters of the longest id there is, with room to spare. */
        static final int MAX_LENGTH = 16;

        @Override
        public Optional<Period> in(OrganizationCalendar calendar, Granularity granularity, LocalDate today) {
            return calendar.parse(granularity, text).filter(period -> {
                int year = period.start().getYear();
                return year >= FIRST_YEAR && year <= LAST_YEAR;
            });
        }
    }
}
