package dev.tallystream.aggregator.period;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.contract.settings.CalendarHistory;
import dev.tallystream.contract.settings.CalendarRule;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Calendars whose rule changes: what must hold whatever changes into what, and what some changes come to. */
class CalendarChangesTest {
    private static final LocalDate FIRST = LocalDate.of(2025, 11, 1);
    private static final LocalDate LAST = LocalDate.of(2029, 3, 1);
    private static final ZoneId UTC = ZoneId.of("UTC");

    private static final List<String> ZONES = List.of(
            "UTC",
            "Europe/Amsterdam",
            "America/New_York",
            "Asia/Kolkata",
            "Pacific/Kiritimati",
            "Etc/GMT+12",
            "Australia/Lord_Howe",
            "Africa/Cairo");

    @ParameterizedTest
    @EnumSource(DayOfWeek.class)
    void weeksGoOnWhateverDayTheyStartOnAndWheneverThatChanges(DayOfWeek from) {
        for (DayOfWeek to : DayOfWeek.values()) {
            for (int day = 0; day < 7; day++) {
                LocalDate change = LocalDate.of(2026, 11, 23).plusDays(day);
                if (from != to) {
                    check(
                            Granularity.WEEK,
                            history(rule(UTC, from, Month.JANUARY), change, rule(UTC, to, Month.JANUARY)));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Month.class)
    void quartersGoOnWhateverMonthTheFiscalYearStartsInAndWheneverThatChanges(Month from) {
        for (Month to : Month.values()) {
            for (int month = 0; month < 4; month++) {
                for (int day : new int[] {1, 17}) {
                    LocalDate change = LocalDate.of(2026, 10, day).plusMonths(month);
                    if (from != to) {
                        check(
                                Granularity.QUARTER,
                                history(rule(UTC, DayOfWeek.MONDAY, from), change, rule(UTC, DayOfWeek.MONDAY, to)));
                    }
                }
            }
        }
    }

    static Stream<CalendarHistory> changesOfZone() {
        return ZONES.stream()
                .flatMap(from -> ZONES.stream()
                        .filter(to -> !to.equals(from))
                        .flatMap(to -> LongStream.of(0, 5, 11, 17, 23)
                                .mapToObj(hour -> CalendarHistory.always(zone(from))
                                        .with(
                                                Instant.parse("2026-11-25T00:00:00Z")
                                                        .plus(Duration.ofHours(hour)),
                                                zone(to)))));
    }

    @ParameterizedTest
    @MethodSource("changesOfZone")
    void datesNeverRunBackwardsWhereverAnOrganizationMoves(CalendarHistory history) {
        for (Granularity granularity : Granularity.values()) {
            check(granularity, history, LocalDate.of(2026, 10, 1), LocalDate.of(2027, 2, 1));
        }
        checkInstants(history, Instant.parse("2026-11-20T00:00:00Z"), Instant.parse("2026-12-01T00:00:00Z"));
    }

    /** Everything changes again and again, sometimes several times in a day, sometimes back. */
    static IntStream seeds() {
        return IntStream.range(0, 150);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void manyChangesLeaveACalendarWhole(int seed) {
        CalendarHistory history = random(seed);
        for (Granularity granularity : Granularity.values()) {
            check(granularity, history);
        }
        Instant first = history.changes().getFirst().effectiveFrom();
        checkInstants(history, first.minus(Duration.ofDays(2)), first.plus(Duration.ofDays(9)));
        Instant last = history.changes().getLast().effectiveFrom();
        checkInstants(history, last.minus(Duration.ofDays(4)), last.plus(Duration.ofDays(4)));
    }

    @Test
    void moveWestRepeatsADateWhichIsOneLongDay() {
        OrganizationCalendar calendar = moved("Pacific/Kiritimati", "2026-11-24T10:00:00Z", "Etc/GMT+12");

        // Kiritimati is 26 hours ahead: there the 25th begins at the instant of the move, here it still is the 23rd.
        assertEquals(LocalDate.of(2026, 11, 24), calendar.dateOf(Instant.parse("2026-11-24T09:59:59Z")));
        assertEquals(LocalDate.of(2026, 11, 24), calendar.dateOf(Instant.parse("2026-11-24T10:00:00Z")));
        assertEquals(LocalDate.of(2026, 11, 24), calendar.dateOf(Instant.parse("2026-11-25T11:59:59Z")));
        assertEquals(LocalDate.of(2026, 11, 25), calendar.dateOf(Instant.parse("2026-11-25T12:00:00Z")));
        assertEquals(Instant.parse("2026-11-23T10:00:00Z"), calendar.startOf(LocalDate.of(2026, 11, 24)));
        assertEquals(Instant.parse("2026-11-25T12:00:00Z"), calendar.startOf(LocalDate.of(2026, 11, 25)));
    }

    @Test
    void aMoveEastLeavesADateOutWhichStillBelongsToItsPeriods() {
        OrganizationCalendar calendar = moved("Etc/GMT+12", "2026-11-24T12:00:00Z", "Pacific/Kiritimati");
        LocalDate skipped = LocalDate.of(2026, 11, 24);

        assertEquals(LocalDate.of(2026, 11, 23), calendar.dateOf(Instant.parse("2026-11-24T11:59:59Z")));
        assertEquals(LocalDate.of(2026, 11, 25), calendar.dateOf(Instant.parse("2026-11-24T12:00:00Z")));
        assertEquals(Instant.parse("2026-11-24T12:00:00Z"), calendar.startOf(skipped));
        assertEquals(Instant.parse("2026-11-24T12:00:00Z"), calendar.startOf(skipped.plusDays(1)));
        assertEquals("2026-W48", calendar.periodOf(Granularity.WEEK, skipped).id());
        assertEquals(
                "2026-11-24",
                calendar.parse(Granularity.DAY, "2026-11-24").orElseThrow().id());
    }

    @Test
    void aDayThatTheZoneItselfSkippedIsSkippedWithinAHistoryToo() {
        OrganizationCalendar calendar = moved("Europe/Amsterdam", "2011-12-28T23:00:00Z", "Pacific/Apia");

        assertEquals(LocalDate.of(2011, 12, 31), calendar.dateOf(calendar.startOf(LocalDate.of(2011, 12, 30))));
    }

    @ParameterizedTest
    @CsvSource({
        // The running week ends with the first new start; its Thursday is in it.
        "MONDAY, SUNDAY, 2026-11-25, 2026-11-23, 2026-11-29, 2026-W48, 2026-W49",
        // Cut before its Thursday it would have no name: it goes on to the second new start.
        "MONDAY, WEDNESDAY, 2026-11-24, 2026-11-23, 2026-12-02, 2026-W48, 2026-W49",
        // A change on the very start of a week, by the old rule and the new.
        "MONDAY, TUESDAY, 2026-11-24, 2026-11-23, 2026-12-01, 2026-W48, 2026-W49",
        "SUNDAY, THURSDAY, 2026-11-22, 2026-11-22, 2026-12-03, 2026-W48, 2026-W49",
        "SUNDAY, MONDAY, 2026-11-28, 2026-11-22, 2026-11-30, 2026-W48, 2026-W49",
    })
    void aRunningWeekEndsWithTheFirstNewStart(
            DayOfWeek from, DayOfWeek to, LocalDate change, LocalDate start, LocalDate end, String id, String next) {
        OrganizationCalendar calendar =
                new OrganizationCalendar(history(rule(UTC, from, Month.JANUARY), change, rule(UTC, to, Month.JANUARY)));

        Period week = calendar.periodOf(Granularity.WEEK, change);

        assertEquals(new Period(Granularity.WEEK, id, start, end), week);
        assertEquals(next, calendar.next(week).id());
    }

    @Test
    void aSecondThursdayOfALongWeekNamesNoWeek() {
        // The week goes on until Wednesday 2 December for want of a Thursday; the day before, that changes once more.
        OrganizationCalendar calendar =
                new OrganizationCalendar(CalendarHistory.always(rule(UTC, DayOfWeek.MONDAY, Month.JANUARY))
                        .with(Instant.parse("2026-11-24T00:00:00Z"), rule(UTC, DayOfWeek.WEDNESDAY, Month.JANUARY))
                        .with(Instant.parse("2026-12-01T00:00:00Z"), rule(UTC, DayOfWeek.FRIDAY, Month.JANUARY)));

        Period week = calendar.periodOf(Granularity.WEEK, LocalDate.of(2026, 12, 3));

        assertEquals(
                new Period(Granularity.WEEK, "2026-W48", LocalDate.of(2026, 11, 23), LocalDate.of(2026, 12, 4)), week);
        assertEquals(Optional.empty(), calendar.parse(Granularity.WEEK, "2026-W49"));
        assertEquals("2026-W50", calendar.next(week).id());
    }

    @Test
    void twoQuartersOfOneNameAreToldApart() {
        OrganizationCalendar calendar =
                new OrganizationCalendar(CalendarHistory.always(rule(UTC, DayOfWeek.MONDAY, Month.FEBRUARY))
                        .with(Instant.parse("2026-11-01T00:00:00Z"), rule(UTC, DayOfWeek.MONDAY, Month.MARCH))
                        .with(Instant.parse("2026-12-15T00:00:00Z"), rule(UTC, DayOfWeek.MONDAY, Month.APRIL)));

        assertEquals(
                List.of(
                        "FY2026-Q3 2026-08-01 2026-11-01",
                        "FY2026-Q4 2026-11-01 2026-12-01",
                        "FY2026-Q4b 2026-12-01 2027-01-01",
                        "FY2026-Q4c 2027-01-01 2027-04-01",
                        "FY2027-Q1 2027-04-01 2027-07-01"),
                Stream.iterate(
                                calendar.periodOf(Granularity.QUARTER, LocalDate.of(2026, 8, 1)),
                                period -> calendar.next(period))
                        .limit(5)
                        .map(period -> period.id() + " " + period.start() + " " + period.end())
                        .toList());
        assertFalse(calendar.parse(Granularity.QUARTER, "FY2026-Q4d").isPresent());
        assertFalse(calendar.parse(Granularity.QUARTER, "FY2027-Q1b").isPresent());
        assertFalse(calendar.parse(Granularity.QUARTER, "2026-Q4").isPresent());
    }

    @Test
    void theRuleOfADateIsTheOneThatCountsIt() {
        OrganizationCalendar calendar = moved("UTC", "2026-11-25T00:00:00Z", "Asia/Kolkata");

        assertEquals(UTC, calendar.ruleOn(LocalDate.of(2026, 11, 24)).zone());
        assertEquals(
                ZoneId.of("Asia/Kolkata"),
                calendar.ruleOn(LocalDate.of(2026, 11, 25)).zone());
    }

    private static void check(Granularity granularity, CalendarHistory history) {
        check(granularity, history, FIRST, LAST);
    }

    /** Periods tile time, each date is in the one that says so, ids are unique and lead back, the past stays. */
    private static void check(Granularity granularity, CalendarHistory history, LocalDate first, LocalDate last) {
        OrganizationCalendar calendar = new OrganizationCalendar(history);
        Set<String> ids = new HashSet<>();
        Period running = calendar.periodOf(granularity, first);
        ids.add(running.id());
        for (LocalDate date = first; date.isBefore(last); date = date.plusDays(1)) {
            Period period = calendar.periodOf(granularity, date);
            assertTrue(period.contains(date), () -> "not in its own period: " + history);
            assertEquals(period.start(), calendar.startOfPeriod(granularity, date), history::toString);
            if (!period.equals(running)) {
                assertEquals(running.end(), period.start(), history::toString);
                assertEquals(date, period.start(), history::toString);
                assertTrue(ids.add(period.id()), () -> "an id stands for two periods: " + history);
                assertEquals(Optional.of(period), calendar.parse(granularity, period.id()), history::toString);
                assertEquals(period, calendar.next(running), history::toString);
                assertEquals(running, calendar.previous(period), history::toString);
                running = period;
            }
            if (granularity == Granularity.WEEK) {
                checkThursday(period, history);
            }
        }
        CalendarHistory past = history.before(history.changes().getLast().effectiveFrom());
        OrganizationCalendar before = new OrganizationCalendar(past);
        LocalDate untouched =
                before.dateOf(history.changes().getLast().effectiveFrom().minusNanos(1));
        for (LocalDate date = untouched; date.isAfter(untouched.minusDays(200)); date = date.minusDays(1)) {
            assertEquals(
                    before.startOfPeriod(granularity, date),
                    calendar.startOfPeriod(granularity, date),
                    history::toString);
        }
    }

    private static void checkThursday(Period week, CalendarHistory history) {
        LocalDate thursday = week.start();
        while (thursday.getDayOfWeek() != DayOfWeek.THURSDAY) {
            thursday = thursday.plusDays(1);
        }
        assertTrue(week.contains(thursday), () -> "a week without a Thursday: " + history);
        assertEquals(
                "%d-W%02d"
                        .formatted(
                                thursday.get(IsoFields.WEEK_BASED_YEAR),
                                thursday.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)),
                week.id());
    }

    /** By a walk in steps of a quarter of an hour, on which every zone of the test changes its clock. */
    private static void checkInstants(CalendarHistory history, Instant from, Instant to) {
        OrganizationCalendar calendar = new OrganizationCalendar(history);
        TreeMap<LocalDate, Instant> starts = new TreeMap<>();
        LocalDate before = calendar.dateOf(from);
        Instant aligned = from.truncatedTo(ChronoUnit.HOURS);
        for (Instant instant = aligned; instant.isBefore(to); instant = instant.plusSeconds(900)) {
            LocalDate date = calendar.dateOf(instant);
            assertFalse(date.isBefore(before), () -> "a date ran backwards: " + history);
            ZoneId zone = history.at(instant).zone();
            assertFalse(date.isBefore(instant.atZone(zone).toLocalDate()), history::toString);
            starts.putIfAbsent(date, instant);
            before = date;
        }
        LocalDate first = starts.firstKey().plusDays(1);
        for (LocalDate date = first; !date.isAfter(starts.lastKey()); date = date.plusDays(1)) {
            assertEquals(starts.ceilingEntry(date).getValue(), calendar.startOf(date), history::toString);
        }
    }

    private static CalendarHistory random(int seed) {
        Random random = new Random(seed);
        CalendarHistory history = CalendarHistory.always(rule(random));
        Instant at = Instant.parse("2026-01-10T00:00:00Z");
        for (int i = 0; i < 8; i++) {
            long quarterHours = random.nextInt(3) == 0 ? 1 + random.nextInt(200) : 96L * random.nextInt(1, 150);
            at = at.plusSeconds(900 * quarterHours);
            history = history.with(at, rule(random));
        }
        return history;
    }

    private static CalendarRule rule(Random random) {
        return rule(
                ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))),
                DayOfWeek.of(1 + random.nextInt(7)),
                Month.of(1 + random.nextInt(12)));
    }

    private static CalendarHistory history(CalendarRule from, LocalDate change, CalendarRule to) {
        return CalendarHistory.always(from).with(change.atStartOfDay(UTC).toInstant(), to);
    }

    private static OrganizationCalendar moved(String from, String instant, String to) {
        return new OrganizationCalendar(CalendarHistory.always(zone(from)).with(Instant.parse(instant), zone(to)));
    }

    private static CalendarRule zone(String zone) {
        return rule(ZoneId.of(zone), DayOfWeek.MONDAY, Month.JANUARY);
    }

    private static CalendarRule rule(ZoneId zone, DayOfWeek weekStart, Month fiscalYearStart) {
        return new CalendarRule(zone, weekStart, fiscalYearStart);
    }
}
