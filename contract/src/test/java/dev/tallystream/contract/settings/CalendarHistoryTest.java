package dev.tallystream.contract.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CalendarHistoryTest {
    private static final CalendarRule UTC = CalendarRule.DEFAULT;
    private static final CalendarRule KOLKATA =
            new CalendarRule(ZoneId.of("Asia/Kolkata"), DayOfWeek.MONDAY, Month.JANUARY);
    private static final CalendarRule APIA = new CalendarRule(ZoneId.of("Pacific/Apia"), DayOfWeek.SUNDAY, Month.APRIL);
    private static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");
    private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");
    private static final CalendarHistory HISTORY =
            CalendarHistory.always(UTC).with(MAY, KOLKATA).with(JUNE, APIA);

    @Test
    void aRuleHoldsFromItsInstantUntilTheNext() {
        assertEquals(UTC, HISTORY.at(Instant.MIN));
        assertEquals(UTC, HISTORY.at(MAY.minusNanos(1)));
        assertEquals(KOLKATA, HISTORY.at(MAY));
        assertEquals(KOLKATA, HISTORY.at(JUNE.minusNanos(1)));
        assertEquals(APIA, HISTORY.at(JUNE));
        assertEquals(APIA, HISTORY.last());
    }

    @Test
    void changesThatHaveNotBegunCanBeTakenBack() {
        assertEquals(CalendarHistory.always(UTC).with(MAY, KOLKATA), HISTORY.before(JUNE));
        assertEquals(HISTORY, HISTORY.before(JUNE.plusSeconds(1)));
    }

    @Test
    void twoHistoriesPartWhereTheirRulesPart() {
        assertEquals(Optional.empty(), HISTORY.firstDifference(HISTORY));
        assertEquals(Optional.of(Instant.MIN), HISTORY.firstDifference(CalendarHistory.always(APIA)));
        assertEquals(Optional.of(MAY), HISTORY.firstDifference(CalendarHistory.always(UTC)));
        assertEquals(Optional.of(JUNE), HISTORY.before(JUNE).firstDifference(HISTORY));
        assertEquals(
                Optional.of(JUNE), HISTORY.firstDifference(HISTORY.before(JUNE).with(JUNE, UTC)));
        assertEquals(
                Optional.of(MAY.plusSeconds(1)),
                CalendarHistory.always(UTC)
                        .with(MAY.plusSeconds(1), KOLKATA)
                        .firstDifference(CalendarHistory.always(UTC).with(JUNE, KOLKATA)));
    }

    @Test
    void whatChangesNothingIsNoChange() {
        assertEquals(HISTORY, HISTORY.with(JUNE.plusSeconds(1), APIA));
        assertRefused(new CalendarHistory.Change(MAY, UTC));
    }

    @Test
    void changesAreInOrderAndNotTooMany() {
        assertRefused(new CalendarHistory.Change(JUNE, APIA), new CalendarHistory.Change(MAY, KOLKATA));
        assertRefused(new CalendarHistory.Change(MAY, APIA), new CalendarHistory.Change(MAY, KOLKATA));
        CalendarHistory full = CalendarHistory.always(UTC);
        for (int i = 0; i < CalendarHistory.MAX_CHANGES; i++) {
            full = full.with(MAY.plusSeconds(i), i % 2 == 0 ? APIA : UTC);
        }
        CalendarHistory most = full;
        assertThrows(IllegalArgumentException.class, () -> most.with(JUNE, KOLKATA));
    }

    @Test
    void theLogForgetsItsOldestEntries() {
        OrganizationSettings settings = OrganizationSettings.DEFAULT;
        for (int i = 0; i <= OrganizationSettings.MAX_LOG; i++) {
            settings = settings.next(
                    UserAnalytics.EXCLUDE,
                    CalendarHistory.DEFAULT,
                    List.of(new SettingsChange("org_admin", MAY, "week_start", "day " + i, "another")));
        }

        assertEquals(OrganizationSettings.MAX_LOG + 1, settings.version());
        assertEquals(OrganizationSettings.MAX_LOG, settings.log().size());
        assertEquals("day 1", settings.log().getFirst().from());
    }

    private static void assertRefused(CalendarHistory.Change... changes) {
        assertThrows(IllegalArgumentException.class, () -> new CalendarHistory(UTC, List.of(changes)));
    }
}
