package dev.tallystream.contract.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsCodecTest {
    private static final String AMSTERDAM = "{\"version\":3,\"user_analytics\":\"exclude\",\"calendars\":["
            + "{\"time_zone\":\"UTC\",\"week_start\":\"monday\",\"fiscal_year_start_month\":1},"
            + "{\"effective_from\":\"2026-11-25T23:00:00Z\",\"time_zone\":\"Europe/Amsterdam\",\"week_start\":\"sunday\","
            + "\"fiscal_year_start_month\":4}],"
            + "\"log\":[{\"who\":\"org_admin\",\"when\":\"2026-11-24T10:15:30.412Z\",\"field\":\"time_zone\","
            + "\"from\":\"UTC\",\"to\":\"Europe/Amsterdam\"}]}";
    private static final OrganizationSettings SETTINGS = new OrganizationSettings(
            3,
            UserAnalytics.EXCLUDE,
            CalendarHistory.DEFAULT.with(
                    Instant.parse("2026-11-25T23:00:00Z"),
                    new CalendarRule(ZoneId.of("Europe/Amsterdam"), DayOfWeek.SUNDAY, Month.APRIL)),
            List.of(new SettingsChange(
                    "org_admin", Instant.parse("2026-11-24T10:15:30.412Z"), "time_zone", "UTC", "Europe/Amsterdam")));

    @Test
    void settingsAreWrittenAsDocumented() {
        assertEquals(AMSTERDAM, new String(SettingsCodec.encode(SETTINGS), StandardCharsets.UTF_8));
    }

    @Test
    void whatIsWrittenIsReadBack() {
        assertEquals(Optional.of(SETTINGS), SettingsCodec.decode(SettingsCodec.encode(SETTINGS)));
        assertEquals(
                Optional.of(OrganizationSettings.DEFAULT),
                SettingsCodec.decode(SettingsCodec.encode(OrganizationSettings.DEFAULT)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"user_analytics\":\"exclude\"}",
                "{\"version\":1,\"user_analytics\":\"exclude\",\"calendars\":[],\"log\":[]}",
                "{\"version\":1,\"user_analytics\":\"exclude\",\"log\":[]}",
            })
    void aSettingIsNeverGuessed(String json) {
        assertTrue(decode(json).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exclude~hidden",
                "exclude~EXCLUDE",
                "Europe/Amsterdam\",\"week~Europe/Atlantis\",\"week",
                "sunday~someday",
                "sunday~Sunday",
                ":4~:13",
                ":4~:0",
                ":4~:4.0",
                ":4~:4294967300",
                ":4~:\"4\"",
                "}]}~}]",
                "}]}~}],\"role\":\"x\"}",
                "}]}~}]}{}",
                "}]}~}],\"version\":3}",
                "}],\"log~,\"role\":\"x\"}],\"log",
                "\"to\"~\"for\"",
                "\"from\":\"UTC\"~\"from\":1",
                "\"from\":\"UTC\"~\"from\":\"\\u0000\"",
                "\"week_start\"~\"time_zone\"",
                "\"version\":3~\"version\":-1",
                "\"version\":3~\"version\":\"3\"",
                "\"version\":3~\"version\":99999999999999999999",
                "\"calendars\":[~\"calendars\":[{\"time_zone\":\"UTC\",\"week_start\":\"monday\",\"fiscal_year_start_month\":1},",
                "2026-11-25T23:00:00Z~2026-11-26T00:00:00+01:00",
                "2026-11-25T23:00:00Z~2026-11-25T23:00:00.5Z",
                "2026-11-25T23:00:00Z~+9999999-11-25T23:00:00Z",
                "2026-11-24T10:15:30.412Z~yesterday",
            })
    void whatIsNotExactlySettingsIsNoSettings(String replacement) {
        String[] fromTo = replacement.split("~", 2);
        String json = AMSTERDAM.replace(fromTo[0], fromTo[1]);

        assertNotEquals(AMSTERDAM, json, "the case changes nothing");
        assertTrue(decode(json).isEmpty(), json);
    }

    @Test
    void nothingIsReadThatIsLongerThanEverSettingsCouldBe() {
        String padded = AMSTERDAM + " ".repeat(SettingsCodec.MAX_BYTES - AMSTERDAM.length());

        assertEquals(Optional.of(SETTINGS), decode(padded));
        assertTrue(decode(padded + " ").isEmpty());
    }

    private static Optional<OrganizationSettings> decode(String json) {
        return SettingsCodec.decode(json.getBytes(StandardCharsets.UTF_8));
    }
}
