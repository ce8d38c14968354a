package dev.tallystream.standalone.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DateRulesTest {
    @Test
    void theIntegersAgreeWithJavaTimeOverTwentyTwoCenturies() {
        DateRules utc = DateRules.utc();
        LocalDate end = LocalDate.of(2200, 1, 1);
        for (LocalDate date = LocalDate.of(1, 1, 1); date.isBefore(end); date = date.plusDays(1)) {
            long day = date.toEpochDay();
            assertEquals(date.withDayOfMonth(1).toEpochDay(), utc.monthOf(day));
            LocalDate quarter = date.withDayOfMonth(1).with(date.getMonth().firstMonthOfQuarter());
            assertEquals(quarter.toEpochDay(), utc.quarterOf(day));
            assertEquals(date.minusDays(date.getDayOfWeek().getValue() - 1L).toEpochDay(), utc.weekOf(day));
            assertEquals(day, utc.dateOf(Instant.EPOCH.plus(day, ChronoUnit.DAYS)));
        }
    }

    @Test
    void anHourIsCountedFromTheFirstInstantOfALongAndAShortDay() {
        DateRules amsterdam = rules(rule(null, "Europe/Amsterdam"));

        // The clock goes forward at 01:00 UTC on 29 March 2026 and back at 01:00 UTC on 25 October.
        assertEquals(0, amsterdam.hourOf(Instant.parse("2026-03-28T23:00:00Z")));
        assertEquals(22, amsterdam.hourOf(Instant.parse("2026-03-29T21:59:59Z")));
        assertEquals(0, amsterdam.hourOf(Instant.parse("2026-10-24T22:00:00Z")));
        assertEquals(24, amsterdam.hourOf(Instant.parse("2026-10-25T22:59:59Z")));
        // Midnight does not exist in Asunción on 6 October 2024: the day begins at one.
        DateRules asuncion = rules(rule(null, "America/Asuncion"));
        assertEquals(0, asuncion.hourOf(Instant.parse("2024-10-06T04:00:00Z")));
    }

    @Test
    void aDateThatAChangeToTheWestRepeatsIsOneLongDay() {
        Instant change = Instant.parse("2026-06-10T10:00:00Z");
        DateRules rules = rules(rule(null, "Pacific/Kiritimati"), rule(change, "Pacific/Pago_Pago"));

        // From 10 June 00:00 at +14 until 11 June 00:00 at -11: 49 hours.
        assertEquals(date("2026-06-10"), rules.dateOf(change.minusSeconds(1)));
        assertEquals(date("2026-06-10"), rules.dateOf(Instant.parse("2026-06-11T10:59:59Z")));
        assertEquals(date("2026-06-11"), rules.dateOf(Instant.parse("2026-06-11T11:00:00Z")));
        assertEquals(48, rules.hourOf(Instant.parse("2026-06-11T10:59:59Z")));
    }

    @Test
    void aDateThatAChangeToTheEastSkipsIsLeftOut() {
        Instant change = Instant.parse("2026-06-10T11:00:00Z");
        DateRules rules = rules(rule(null, "Pacific/Pago_Pago"), rule(change, "Pacific/Kiritimati"));

        assertEquals(date("2026-06-09"), rules.dateOf(change.minusSeconds(1)));
        assertEquals(date("2026-06-11"), rules.dateOf(change));
        assertEquals(0, rules.hourOf(change.plusSeconds(1)));
    }

    @Test
    void aRunningWeekGoesOnUntilTheFirstStartOfTheNewRuleThatLeavesItAThursday() {
        Instant change = Instant.parse("2026-06-09T00:00:00Z"); // a Tuesday
        DateRules toWednesday = new DateRules(List.of(
                new DateRules.Rule(null, ZoneId.of("UTC"), 0, 0), new DateRules.Rule(change, ZoneId.of("UTC"), 2, 0)));
        DateRules toSaturday = new DateRules(List.of(
                new DateRules.Rule(null, ZoneId.of("UTC"), 0, 0), new DateRules.Rule(change, ZoneId.of("UTC"), 5, 0)));

        // Monday 8 to Wednesday 10 would have no Thursday, so it takes the week from the 10th along.
        assertEquals(date("2026-06-08"), toWednesday.weekOf(date("2026-06-16")));
        assertEquals(date("2026-06-17"), toWednesday.weekOf(date("2026-06-17")));
        assertEquals(date("2026-06-08"), toSaturday.weekOf(date("2026-06-12")));
        assertEquals(date("2026-06-13"), toSaturday.weekOf(date("2026-06-13")));
    }

    @Test
    void aRunningQuarterEndsWithTheFirstOneOfTheNewFiscalYear() {
        Instant change = Instant.parse("2026-05-10T00:00:00Z");
        DateRules rules = new DateRules(List.of(
                new DateRules.Rule(null, ZoneId.of("UTC"), 0, 0), new DateRules.Rule(change, ZoneId.of("UTC"), 0, 2)));

        assertEquals(date("2026-04-01"), rules.quarterOf(date("2026-05-31")));
        assertEquals(date("2026-06-01"), rules.quarterOf(date("2026-06-01")));
        assertEquals(date("2026-05-01"), rules.monthOf(date("2026-05-31")));
    }

    private static DateRules rules(DateRules.Rule... rules) {
        return new DateRules(List.of(rules));
    }

    private static DateRules.Rule rule(@Nullable Instant from, String zone) {
        return new DateRules.Rule(from, ZoneId.of(zone), 0, 0);
    }

    private static long date(String text) {
        return LocalDate.parse(text).toEpochDay();
    }
}
