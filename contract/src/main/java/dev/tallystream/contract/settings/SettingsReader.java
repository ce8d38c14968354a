package dev.tallystream.contract.settings;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads exactly what {@link SettingsCodec} writes, member by member; every other byte makes it nothing. */
final class SettingsReader {
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonParser json;

    private SettingsReader(JsonParser json) {
        this.json = json;
    }

    static Optional<OrganizationSettings> read(byte[] bytes) {
        try (JsonParser json = JSON.createParser(bytes)) {
            json.nextToken();
            OrganizationSettings settings = new SettingsReader(json).settings();
            return json.nextToken() == null ? Optional.of(settings) : Optional.empty();
        } catch (IOException | IllegalArgumentException | ArithmeticException | DateTimeException notSettings) {
            return Optional.empty();
        }
    }

    private OrganizationSettings settings() throws IOException {
        Long version = null;
        UserAnalytics userAnalytics = null;
        CalendarHistory calendars = null;
        List<SettingsChange> log = null;
        expect(JsonToken.START_OBJECT);
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            json.nextToken();
            switch (field) {
                case "version" -> version = once(version, number());
                case "user_analytics" -> userAnalytics = once(userAnalytics, constant(UserAnalytics.class, text()));
                case "calendars" -> calendars = once(calendars, calendars());
                case "log" -> log = once(log, log());
                default -> throw new IllegalArgumentException("a member is unknown");
            }
        }
        return new OrganizationSettings(given(version), given(userAnalytics), given(calendars), given(log));
    }

    private CalendarHistory calendars() throws IOException {
        CalendarRule first = null;
        List<CalendarHistory.Change> changes = new ArrayList<>();
        expect(JsonToken.START_ARRAY);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            Map<String, String> texts = new HashMap<>();
            Map<String, Long> numbers = new HashMap<>();
            members(texts, numbers);
            String effectiveFrom = texts.remove("effective_from");
            CalendarRule rule = new CalendarRule(
                    ZoneId.of(given(texts.remove("time_zone"))),
                    constant(DayOfWeek.class, given(texts.remove("week_start"))),
                    Month.of(Math.toIntExact(given(numbers.remove("fiscal_year_start_month")))));
            if (!texts.isEmpty() || !numbers.isEmpty() || (first == null) != (effectiveFrom == null)) {
                throw new IllegalArgumentException("the first calendar alone must have no effective_from");
            }
            if (effectiveFrom == null) {
                first = rule;
            } else {
                changes.add(new CalendarHistory.Change(instant(effectiveFrom), rule));
            }
        }
        return new CalendarHistory(given(first), changes);
    }

    private List<SettingsChange> log() throws IOException {
        List<SettingsChange> log = new ArrayList<>();
        expect(JsonToken.START_ARRAY);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            Map<String, String> texts = new HashMap<>();
            Map<String, Long> numbers = new HashMap<>();
            members(texts, numbers);
            log.add(new SettingsChange(
                    given(texts.remove("who")),
                    instant(given(texts.remove("when"))),
                    given(texts.remove("field")),
                    given(texts.remove("from")),
                    given(texts.remove("to"))));
            if (!texts.isEmpty() || !numbers.isEmpty()) {
                throw new IllegalArgumentException("a member is unknown");
            }
        }
        return log;
    }

    private void members(Map<String, String> texts, Map<String, Long> numbers) throws IOException {
        expect(JsonToken.START_OBJECT);
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            boolean isNew = json.nextToken() == JsonToken.VALUE_STRING
                    ? texts.put(field, json.getText()) == null
                    : numbers.put(field, number()) == null;
            if (!isNew) {
                throw new IllegalArgumentException("a member is given twice");
            }
        }
    }

    private long number() throws IOException {
        expect(JsonToken.VALUE_NUMBER_INT);
        return json.getLongValue();
    }

    private String text() throws IOException {
        expect(JsonToken.VALUE_STRING);
        return json.getText();
    }

    private void expect(JsonToken token) {
        if (json.currentToken() != token) {
            throw new IllegalArgumentException(json.currentToken() + " must be " + token);
        }
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String text) {
        E constant = Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
        if (!constant.name().toLowerCase(Locale.ROOT).equals(text)) {
            throw new IllegalArgumentException(text + " must be in small letters");
        }
        return constant;
    }

    private static Instant instant(String text) {
        Instant instant = Instant.parse(text);
        if (!instant.toString().equals(text)) {
            throw new IllegalArgumentException(text + " must be an instant in UTC");
        }
        return instant;
    }

    private static <T> T once(@Nullable T before, T value) {
        if (before != null) {
            throw new IllegalArgumentException("a member is given twice");
        }
        return value;
    }

    private static <T> T given(@Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("a member is missing");
        }
        return value;
    }
}
