package dev.tallystream.contract.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads exactly what a codec of ours writes, member by member; every other byte makes it nothing. */
public final class ExactJson {
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonParser json;

    private ExactJson(JsonParser json) {
        this.json = json;
    }

    /** Takes the value apart. */
    @FunctionalInterface
    public interface Reading<T> {
        /**
         * Reads the value that the parser stands on.
         *
         * @throws IllegalArgumentException where it is not what it must be
         */
        T read(ExactJson json) throws IOException;
    }

    /** Reads the value of one member, whose name is given. */
    @FunctionalInterface
    public interface Member {
        /** Reads it. */
        void read(String name) throws IOException;
    }

    /** The one value that the bytes are, or empty where they are not exactly that. */
    public static <T> Optional<T> read(byte[] bytes, Reading<T> reading) {
        try (JsonParser json = JSON.createParser(bytes)) {
            json.nextToken();
            T value = reading.read(new ExactJson(json));
            return json.nextToken() == null ? Optional.of(value) : Optional.empty();
        } catch (IOException | IllegalArgumentException | ArithmeticException | DateTimeException other) {
            return Optional.empty();
        }
    }

    /** Reads an object, member by member. */
    public void object(Member member) throws IOException {
        expect(JsonToken.START_OBJECT);
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            json.nextToken();
            member.read(field);
        }
    }

    /** Reads an array of objects whose members are texts and whole numbers. */
    public <T> List<T> array(Function<Members, T> read) throws IOException {
        List<T> elements = new ArrayList<>();
        expect(JsonToken.START_ARRAY);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            Members members = new Members();
            object(name -> members.put(name, json.currentToken() == JsonToken.VALUE_STRING ? text() : number()));
            elements.add(read.apply(members));
            members.nothingElse();
        }
        return elements;
    }

    /** Reads a whole number. */
    public long number() throws IOException {
        expect(JsonToken.VALUE_NUMBER_INT);
        return json.getLongValue();
    }

    /** Reads a text. */
    public String text() throws IOException {
        expect(JsonToken.VALUE_STRING);
        return json.getText();
    }

    private void expect(JsonToken token) {
        if (json.currentToken() != token) {
            throw new IllegalArgumentException(json.currentToken() + " must be " + token);
        }
    }

    /** The members of an object, each taken once. */
    public static final class Members {
        private final Map<String, Object> values = new HashMap<>();

        private void put(String name, Object value) {
            if (values.put(name, value) != null) {
                throw new IllegalArgumentException("a member is given twice");
            }
        }

        /** The text of that member. */
        public String text(String name) {
            return given(find(name));
        }

        /** The text of that member; null where it is absent. */
        public @Nullable String find(String name) {
            Object value = values.remove(name);
            if (value instanceof Long) {
                throw new IllegalArgumentException(name + " must be a text");
            }
            return (String) value;
        }

        /** The whole number of that member. */
        public long number(String name) {
            if (values.remove(name) instanceof Long number) {
                return number;
            }
            throw new IllegalArgumentException(name + " must be a number");
        }

        private void nothingElse() {
            if (!values.isEmpty()) {
                throw new IllegalArgumentException("a member is unknown");
            }
        }
    }

    /** The constant of that name in small letters. */
    public static <E extends Enum<E>> E constant(Class<E> type, String text) {
        E constant = Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
        if (!constant.name().toLowerCase(Locale.ROOT).equals(text)) {
            throw new IllegalArgumentException(text + " must be in small letters");
        }
        return constant;
    }

    /** The value that a text means, where that value is written as just this text. */
    public static <T> T canonical(String text, Function<String, T> parse) {
        T value = parse.apply(text);
        if (!value.toString().equals(text)) {
            throw new IllegalArgumentException(text + " must be written as " + value);
        }
        return value;
    }

    /** The value, where the member was not read before. */
    public static <T> T once(@Nullable T before, T value) {
        if (before != null) {
            throw new IllegalArgumentException("a member is given twice");
        }
        return value;
    }

    /** The value, where the member was read. */
    public static <T> T given(@Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("a member is missing");
        }
        return value;
    }
}
