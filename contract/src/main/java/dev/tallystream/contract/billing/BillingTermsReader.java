package dev.tallystream.contract.billing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tallystream.contract.credits.Credits;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads exactly what {@link BillingTermsCodec} writes, member by member; every other byte makes it nothing. */
final class BillingTermsReader {
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonParser json;

    private BillingTermsReader(JsonParser json) {
        this.json = json;
    }

    static Optional<BillingTerms> read(byte[] bytes) {
        try (JsonParser json = JSON.createParser(bytes)) {
            json.nextToken();
            BillingTerms terms = new BillingTermsReader(json).terms();
            return json.nextToken() == null ? Optional.of(terms) : Optional.empty();
        } catch (IOException | IllegalArgumentException | ArithmeticException | DateTimeException notTerms) {
            return Optional.empty();
        }
    }

    private BillingTerms terms() throws IOException {
        Long version = null;
        List<Allocation> allocations = null;
        BillingCalendar calendar = null;
        expect(JsonToken.START_OBJECT);
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            json.nextToken();
            switch (field) {
                case "version" -> version = once(version, number());
                case "allocations" -> allocations = once(allocations, allocations());
                case "calendars" -> calendar = once(calendar, calendar());
                default -> throw new IllegalArgumentException("a member is unknown");
            }
        }
        return new BillingTerms(given(version), given(allocations), given(calendar));
    }

    private List<Allocation> allocations() throws IOException {
        List<Allocation> allocations = new ArrayList<>();
        expect(JsonToken.START_ARRAY);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            LocalDate from = null;
            Credits credits = null;
            expect(JsonToken.START_OBJECT);
            for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
                json.nextToken();
                switch (field) {
                    case "effective_from" -> from = once(from, date());
                    case "credits" -> credits = once(credits, Credits.parse(text()));
                    default -> throw new IllegalArgumentException("a member is unknown");
                }
            }
            allocations.add(new Allocation(given(from), given(credits)));
        }
        return allocations;
    }

    private BillingCalendar calendar() throws IOException {
        BillingDay first = null;
        List<BillingCalendar.Change> changes = new ArrayList<>();
        expect(JsonToken.START_ARRAY);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            LocalDate from = null;
            BillingDay day = null;
            expect(JsonToken.START_OBJECT);
            for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
                json.nextToken();
                switch (field) {
                    case "effective_from" -> from = once(from, date());
                    case "billing_day" -> day = once(day, new BillingDay(Math.toIntExact(number())));
                    default -> throw new IllegalArgumentException("a member is unknown");
                }
            }
            if ((first == null) != (from == null)) {
                throw new IllegalArgumentException("the first day alone must have no effective_from");
            }
            if (from == null) {
                first = given(day);
            } else {
                changes.add(new BillingCalendar.Change(from, given(day)));
            }
        }
        return new BillingCalendar(given(first), changes);
    }

    private LocalDate date() throws IOException {
        return LocalDate.parse(text());
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
