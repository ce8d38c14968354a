package dev.tallystream.contract.settings;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The JSON of an organization's settings:
 *
 * <pre>
 * {"user_analytics":"include","time_zone":"Europe/Amsterdam","week_start":"monday","fiscal_year_start_month":"4"}
 * </pre>
 */
public final class SettingsCodec {
    private static final JsonFactory JSON = new JsonFactory();

    private SettingsCodec() {}

    /** The settings' bytes. */
    public static byte[] encode(OrganizationSettings settings) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CalendarRule calendar = settings.calendar();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("user_analytics", lower(settings.userAnalytics()));
            json.writeStringField("time_zone", calendar.zone().getId());
            json.writeStringField("week_start", lower(calendar.weekStart()));
            json.writeStringField(
                    "fiscal_year_start_month",
                    Integer.toString(calendar.fiscalYearStart().getValue()));
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /** The settings, or empty where the bytes are not exactly that: a setting is never guessed. */
    public static Optional<OrganizationSettings> decode(byte[] bytes) {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser json = JSON.createParser(bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
                if (json.nextToken() != JsonToken.VALUE_STRING || fields.put(field, json.getText()) != null) {
                    return Optional.empty();
                }
            }
            OrganizationSettings settings = new OrganizationSettings(
                    UserAnalytics.valueOf(take(fields, "user_analytics")),
                    new CalendarRule(
                            ZoneId.of(takeRaw(fields, "time_zone")),
                            DayOfWeek.valueOf(take(fields, "week_start")),
                            Month.of(Integer.parseInt(takeRaw(fields, "fiscal_year_start_month")))));
            return fields.isEmpty() && json.nextToken() == null ? Optional.of(settings) : Optional.empty();
        } catch (IOException | IllegalArgumentException | DateTimeException notSettings) {
            return Optional.empty();
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String take(Map<String, String> fields, String name) {
        return takeRaw(fields, name).toUpperCase(Locale.ROOT);
    }

    private static String takeRaw(Map<String, String> fields, String name) {
        String value = fields.remove(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " must be given");
        }
        return value;
    }
}
