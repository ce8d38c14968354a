package dev.tallystream.standalone.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.settings.CalendarHistory;
import dev.tallystream.contract.settings.CalendarRule;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.SettingsCodec;
import dev.tallystream.contract.settings.UserAnalytics;
import dev.tallystream.contract.topic.Placement;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DecisionsTest {
    private static final OrganizationId ACME = new OrganizationId("acme");
    private static final CalendarRule KOLKATA =
            new CalendarRule(ZoneId.of("Asia/Kolkata"), DayOfWeek.MONDAY, Month.JANUARY);
    private static final byte[] SETTINGS =
            SettingsCodec.encode(OrganizationSettings.first(UserAnalytics.INCLUDE, KOLKATA));

    @Test
    void theNewestReadableRecordIsTheCalendar() {
        assertEquals(
                Map.of(ACME, CalendarHistory.always(KOLKATA)),
                Decisions.calendars(List.of(record(SETTINGS), record(new byte[] {1}))));
    }

    @Test
    void settingsThatWereTakenOffTheTopicAgainNeverHeld() {
        assertEquals(Map.of(), Decisions.calendars(List.of(record(SETTINGS), record(null))));
        assertEquals(
                Map.of(ACME, CalendarHistory.always(KOLKATA)),
                Decisions.calendars(List.of(record(SETTINGS), record(null), record(SETTINGS))));
    }

    private static CommittedRecords.Latest record(byte @Nullable [] value) {
        return new CommittedRecords.Latest(Placement.recordKey(ACME), value);
    }
}
