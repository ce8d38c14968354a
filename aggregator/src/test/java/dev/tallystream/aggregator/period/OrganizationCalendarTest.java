package dev.tallystream.aggregator.period;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.contract.settings.CalendarHistory;
import dev.tallystream.contract.settings.CalendarRule;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("UI-01: days, weeks, months and quarters of the organization’s own zone")
class OrganizationCalendarTest {
    private static final OrganizationCalendar UTC = new OrganizationCalendar(CalendarHistory.DEFAULT);

    @ParameterizedTest
    @CsvSource({
        "Europe/Amsterdam, 2026-03-29, 23",
        "Europe/Amsterdam, 2026-10-25, 25",
        "Asia/Kolkata, 2026-03-29, 24",
        // Midnight does not exist: the day starts at 01:00.
        "America/Asuncion, 2023-10-01, 23",
        "Australia/Lord_Howe, 2026-04-05, 24",
    })
    void aDayIsAsLongAsTheClockSays(String zone, LocalDate date, int hours) {
        OrganizationCalendar calendar = in(zone);
        Instant start = calendar.startOf(date);
        Instant end = calendar.startOf(date.plusDays(1));

        assertEquals(hours, Duration.between(start, end).toHours());
        assertEquals(date, calendar.dateOf(start));
        assertEquals(date.minusDays(1), calendar.dateOf(start.minusNanos(1)));
        assertEquals(date, calendar.dateOf(end.minusNanos(1)));
    }

    @Test
    void aDateThatTheZoneSkippedHasNoInstant() {
        OrganizationCalendar samoa = in("Pacific/Apia");
        LocalDate skipped = LocalDate.of(2011, 12, 30);

        assertEquals(samoa.startOf(skipped.plusDays(1)), samoa.startOf(skipped));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22, MONDAY, 2026-11-16, 2026-W47",
        "2026-11-22, SUNDAY, 2026-11-22, 2026-W48",
        "2026-11-22, SATURDAY, 2026-11-21, 2026-W48",
        // 2020 and 2026 have 53 ISO weeks.
        "2021-01-03, MONDAY, 2020-12-28, 2020-W53",
        "2026-12-31, MONDAY, 2026-12-28, 2026-W53",
        "2027-01-03, SUNDAY, 2027-01-03, 2027-W01",
    })
    void aWeekIsNamedByItsThursday(LocalDate date, DayOfWeek weekStart, LocalDate start, String id) {
        OrganizationCalendar calendar = always(new CalendarRule(ZoneId.of("UTC"), weekStart, Month.JANUARY));

        Period week = calendar.periodOf(Granularity.WEEK, date);

        assertEquals(start, week.start());
        assertEquals(start.plusDays(7), week.end());
        assertEquals(id, week.id());
    }

    @ParameterizedTest
    @CsvSource({
        "JANUARY, 2026-11-22, 2026-10-01, 2026-Q4",
        "JANUARY, 2024-02-29, 2024-01-01, 2024-Q1",
        "APRIL, 2026-11-22, 2026-10-01, FY2026-Q3",
        "APRIL, 2027-03-31, 2027-01-01, FY2026-Q4",
        "FEBRUARY, 2026-01-31, 2025-11-01, FY2025-Q4",
        "DECEMBER, 2026-11-30, 2026-09-01, FY2025-Q4",
        "DECEMBER, 2026-12-01, 2026-12-01, FY2026-Q1",
    })
    void aQuarterFollowsTheFiscalYear(Month fiscalYearStart, LocalDate date, LocalDate start, String id) {
        OrganizationCalendar calendar = always(new CalendarRule(ZoneId.of("UTC"), DayOfWeek.MONDAY, fiscalYearStart));

        Period quarter = calendar.periodOf(Granularity.QUARTER, date);

        assertEquals(start, quarter.start());
        assertEquals(start.plusMonths(3), quarter.end());
        assertEquals(id, quarter.id());
    }

    /** Every rule, ten years day by day: periods tile time, ids are unique, and an id leads back to its period. */
    @ParameterizedTest
    @EnumSource(Granularity.class)
    void periodsTileTimeAndTheirIdsLeadBack(Granularity granularity) {
        for (DayOfWeek weekStart : DayOfWeek.values()) {
            for (Month fiscalYearStart : Month.values()) {
                OrganizationCalendar calendar = always(new CalendarRule(ZoneId.of("UTC"), weekStart, fiscalYearStart));
                Set<String> ids = new HashSet<>();
                Period period = calendar.periodOf(granularity, LocalDate.of(2019, 12, 15));
                while (period.start().getYear() < 2030) {
                    assertTrue(ids.add(period.id()), () -> "an id stands for two periods");
                    assertEquals(Optional.of(period), calendar.parse(granularity, period.id()));
                    assertEquals(
                            period, calendar.periodOf(granularity, period.end().minusDays(1)));
                    Period next = calendar.next(period);
                    assertEquals(period.end(), next.start());
                    assertEquals(period, calendar.previous(next));
                    period = next;
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DAY, 2026-02-30",
        "DAY, 2026-2-3",
        "WEEK, 2026-W54",
        "WEEK, 2025-W53",
        "WEEK, 2026-W00",
        "MONTH, 2026-13",
        "MONTH, 0000",
        "QUARTER, 2026-Q5",
        "QUARTER, FY2026-Q4",
        "QUARTER, 2026-11",
    })
    void anIdThatNamesNoPeriodIsNone(Granularity granularity, String id) {
        assertEquals(Optional.empty(), UTC.parse(granularity, id));
    }

    private static OrganizationCalendar in(String zone) {
        return always(new CalendarRule(ZoneId.of(zone), DayOfWeek.MONDAY, Month.JANUARY));
    }

    private static OrganizationCalendar always(CalendarRule rule) {
        return new OrganizationCalendar(CalendarHistory.always(rule));
    }
}
