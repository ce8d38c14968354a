package dev.tallystream.contract.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsCodecTest {
    private static final String AMSTERDAM =
            "{\"user_analytics\":\"exclude\",\"time_zone\":\"Europe/Amsterdam\",\"week_start\":\"sunday\",\"fiscal_year_start_month\":\"4\"}";
    private static final OrganizationSettings SETTINGS = new OrganizationSettings(
            UserAnalytics.EXCLUDE, new CalendarRule(ZoneId.of("Europe/Amsterdam"), DayOfWeek.SUNDAY, Month.APRIL));

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
            })
    void aSettingIsNeverGuessed(String json) {
        assertTrue(decode(json).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exclude:hidden",
                "Europe/Amsterdam:Europe/Atlantis",
                "sunday:someday",
                "\"4\":\"13\"",
                "\"4\":4",
                "}:",
                "}:,\"role\":\"x\"}",
                "\"week_start\":\"user_analytics\"",
                "}:}{}",
            })
    void whatIsNotExactlySettingsIsNoSettings(String replacement) {
        String[] fromTo = replacement.split(":", 2);
        String json = AMSTERDAM.replace(fromTo[0], fromTo[1]);

        assertTrue(decode(json).isEmpty(), json);
    }

    private static Optional<OrganizationSettings> decode(String json) {
        return SettingsCodec.decode(json.getBytes(StandardCharsets.UTF_8));
    }
}
