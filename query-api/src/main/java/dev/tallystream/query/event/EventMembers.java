package dev.tallystream.query.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tallystream.contract.id.Ids;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an event's bytes say, read leniently: they may be those of a rejected one.
 *
 * @param source of the event; null where it has none that is an id
 * @param users everything that is called {@code user_id} anywhere in it
 * @param members whether nobody in it is said to be anything but a member
 * @param data the texts of its data, by name
 * @param readable whether it is JSON to its end
 */
record EventMembers(
        @Nullable String source, Set<String> users, boolean members, Map<String, String> data, boolean readable) {
    private static final JsonFactory JSON = JsonFactory.builder()
            // Producers choose the names: interning them would let them fill a table.
            .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
            .build();

    private static final String MEMBER = "member";
    private static final int OF_EVENT = 1;
    private static final int OF_DATA = 2;

    /** Collects while reading. */
    private static final class Reading {
        @Nullable
        String source;

        final Set<String> users = new HashSet<>();
        final Map<String, String> data = new LinkedHashMap<>();
        boolean members = true;
        boolean inData;

        void take(int depth, String name, String text) {
            switch (name) {
                case "source" -> source = depth == OF_EVENT && isId(text) ? text : source;
                case "user_id" -> users.add(text);
                case "actor_type" -> members &= text.equals(MEMBER);
                default -> {}
            }
            if (depth == OF_DATA && inData) {
                data.put(name, text);
            }
        }
    }

    static EventMembers of(byte[] bytes) {
        Reading reading = new Reading();
        boolean readable = false;
        try (JsonParser json = JSON.createParser(bytes)) {
            readable = read(json, reading);
        } catch (IOException broken) {
            // What was read so far may name somebody.
        }
        return new EventMembers(reading.source, reading.users, reading.members, reading.data, readable);
    }

    private static boolean read(JsonParser json, Reading reading) throws IOException {
        int depth = 0;
        boolean object = false;
        for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
            object |= depth == 0 && token == JsonToken.START_OBJECT;
            if (token.isStructStart()) {
                if (depth == OF_EVENT) {
                    reading.inData = "data".equals(json.currentName());
                }
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token.isScalarValue() && token != JsonToken.VALUE_NULL && json.currentName() != null) {
                reading.take(depth, json.currentName(), json.getText());
            }
        }
        return object;
    }

    private static boolean isId(String text) {
        return !text.isBlank() && text.length() <= Ids.MAX_LENGTH && Ids.isCleanText(text);
    }
}
