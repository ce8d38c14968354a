package dev.tallystream.contract.settings;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;

/**
 * The JSON of an organization's settings; every record carries the calendar's whole history:
 *
 * <pre>
 * {"version":2,"user_analytics":"include",
 *  "calendars":[
 *   {"time_zone":"UTC","week_start":"monday","fiscal_year_start_month":1},
 *   {"effective_from":"2026-11-25T23:00:00Z","time_zone":"Europe/Amsterdam","week_start":"monday",
 *    "fiscal_year_start_month":1}],
 *  "log":[{"who":"org_admin","when":"2026-11-25T10:15:30Z","field":"time_zone","from":"UTC","to":"Europe/Amsterdam"}]}
 * </pre>
 */
public final class SettingsCodec {
    /** Bytes of the longest record that is read; the longest history and log of ours come to a tenth of it. */
    public static final int MAX_BYTES = 512 * 1024;

    private static final JsonFactory JSON = new JsonFactory();

    private SettingsCodec() {}

    /** The settings' bytes. */
    public static byte[] encode(OrganizationSettings settings) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("version", settings.version());
            json.writeStringField("user_analytics", lower(settings.userAnalytics()));
            json.writeArrayFieldStart("calendars");
            json.writeStartObject();
            write(json, settings.calendars().first());
            for (CalendarHistory.Change change : settings.calendars().changes()) {
                json.writeStartObject();
                json.writeStringField("effective_from", change.effectiveFrom().toString());
                write(json, change.rule());
            }
            json.writeEndArray();
            json.writeArrayFieldStart("log");
            for (SettingsChange change : settings.log()) {
                write(json, change);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /** The settings, or empty where the bytes are not exactly that: a setting is never guessed. */
    public static Optional<OrganizationSettings> decode(byte[] bytes) {
        return bytes.length > MAX_BYTES ? Optional.empty() : SettingsReader.read(bytes);
    }

    private static void write(JsonGenerator json, CalendarRule rule) throws IOException {
        json.writeStringField("time_zone", rule.zone().getId());
        json.writeStringField("week_start", lower(rule.weekStart()));
        json.writeNumberField("fiscal_year_start_month", rule.fiscalYearStart().getValue());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, SettingsChange change) throws IOException {
        json.writeStartObject();
        json.writeStringField("who", change.who());
        json.writeStringField("when", change.when().toString());
        json.writeStringField("field", change.field());
        json.writeStringField("from", change.from());
        json.writeStringField("to", change.to());
        json.writeEndObject();
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
