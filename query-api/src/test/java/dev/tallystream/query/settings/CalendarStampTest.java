package dev.tallystream.query.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tallystream.contract.settings.CalendarHistory;
import dev.tallystream.contract.settings.CalendarRule;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalendarStampTest {
    private static final CalendarRule AMSTERDAM = rule("Europe/Amsterdam", DayOfWeek.MONDAY, Month.JANUARY);
    private static final CalendarRule KOLKATA = rule("Asia/Kolkata", DayOfWeek.MONDAY, Month.JANUARY);
    private static final CalendarHistory STANDS = CalendarHistory.always(AMSTERDAM);
    private static final Instant NOW = Instant.parse("2026-11-22T10:15:30Z");
    private static final Instant MIDNIGHT = Instant.parse("2026-11-22T23:00:00Z");

    @Test
    void whereNothingIsCountedTheRuleHoldsFromTheBeginning() {
        assertEquals(CalendarHistory.always(KOLKATA), CalendarStamp.next(STANDS, KOLKATA, false, NOW));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T10:15:30Z, 2026-11-22T23:00:00Z",
        // Two hours before midnight to the second is soon enough, a second later is not.
        "2026-11-22T21:00:00Z, 2026-11-22T23:00:00Z",
        "2026-11-22T21:00:01Z, 2026-11-23T23:00:00Z",
        // The night in which the clock goes forward.
        "2026-03-28T12:00:00Z, 2026-03-28T23:00:00Z",
        "2026-03-29T12:00:00Z, 2026-03-29T22:00:00Z",
    })
    void aMoveBeginsWithTheFirstMidnightOfTheOldZoneTwoHoursAhead(Instant now, Instant from) {
        assertEquals(STANDS.with(from, KOLKATA), CalendarStamp.next(STANDS, KOLKATA, true, now));
    }

    @Test
    void aNewFirstDayOfTheWeekBeginsAtMidnightToo() {
        CalendarRule sunday = rule("Europe/Amsterdam", DayOfWeek.SUNDAY, Month.JANUARY);

        assertEquals(STANDS.with(MIDNIGHT, sunday), CalendarStamp.next(STANDS, sunday, true, NOW));
    }

    @Test
    void anotherFiscalYearBeginsWithTheNextQuarter() {
        CalendarRule april = rule("Europe/Amsterdam", DayOfWeek.MONDAY, Month.APRIL);

        assertEquals(
                STANDS.with(Instant.parse("2026-12-31T23:00:00Z"), april),
                CalendarStamp.next(STANDS, april, true, NOW));
        assertEquals(
                STANDS.with(Instant.parse("2027-03-31T22:00:00Z"), april),
                CalendarStamp.next(STANDS, april, true, Instant.parse("2026-12-31T22:00:00Z")));
    }

    @Test
    void ofBothTheQuarterIsThatOfTheZoneThenInForce() {
        CalendarRule both = rule("Asia/Kolkata", DayOfWeek.MONDAY, Month.APRIL);

        assertEquals(
                STANDS.with(MIDNIGHT, KOLKATA).with(Instant.parse("2026-12-31T18:30:00Z"), both),
                CalendarStamp.next(STANDS, both, true, NOW));
    }

    @Test
    void aMidnightThatStartsAQuarterIsOneChange() {
        CalendarRule both = rule("America/New_York", DayOfWeek.MONDAY, Month.APRIL);
        CalendarRule april = rule("Europe/Amsterdam", DayOfWeek.SUNDAY, Month.APRIL);
        Instant newYearsEve = Instant.parse("2026-12-31T12:00:00Z");

        assertEquals(
                STANDS.with(Instant.parse("2026-12-31T23:00:00Z"), april),
                CalendarStamp.next(STANDS, april, true, newYearsEve));
        // The old zone's midnight repeats the 31st in the new one, whose quarter starts six hours later.
        assertEquals(
                STANDS.with(
                                Instant.parse("2026-12-31T23:00:00Z"),
                                rule("America/New_York", DayOfWeek.MONDAY, Month.JANUARY))
                        .with(Instant.parse("2027-01-01T05:00:00Z"), both),
                CalendarStamp.next(STANDS, both, true, newYearsEve));
    }

    @Test
    void aChangeThatHasNotBegunIsReplaced() {
        CalendarHistory pending = STANDS.with(MIDNIGHT, KOLKATA);
        CalendarRule tokyo = rule("Asia/Tokyo", DayOfWeek.MONDAY, Month.JANUARY);

        assertEquals(STANDS.with(MIDNIGHT, tokyo), CalendarStamp.next(pending, tokyo, true, NOW));
        assertEquals(STANDS, CalendarStamp.next(pending, AMSTERDAM, true, NOW));
    }

    @Test
    void aChangeThatMayBeCountedByStaysAndTheNextComesBehindIt() {
        CalendarHistory soon = STANDS.with(MIDNIGHT, KOLKATA);

        assertEquals(
                soon.with(Instant.parse("2026-11-23T18:30:00Z"), AMSTERDAM),
                CalendarStamp.next(soon, AMSTERDAM, true, MIDNIGHT.minusSeconds(7_199)));
    }

    private static CalendarRule rule(String zone, DayOfWeek weekStart, Month fiscalYearStart) {
        return new CalendarRule(ZoneId.of(zone), weekStart, fiscalYearStart);
    }
}
