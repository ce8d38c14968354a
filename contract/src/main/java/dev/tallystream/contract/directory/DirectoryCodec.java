package dev.tallystream.contract.directory;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The JSON of a directory entry: {@code {"name":"Design","url":"/teams/17","deleted":true}}. */
public final class DirectoryCodec {
    private static final JsonFactory JSON = new JsonFactory();

    private DirectoryCodec() {}

    /** The entry's bytes. */
    public static byte[] encode(DirectoryEntry entry) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("name", entry.name());
            if (entry.url() != null) {
                json.writeStringField("url", entry.url());
            }
            json.writeBooleanField("deleted", entry.deleted());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /** The entry, or empty where the bytes are not one; members that are not known are passed over. */
    public static Optional<DirectoryEntry> decode(byte[] bytes) {
        String name = null;
        String url = null;
        boolean deleted = false;
        try (JsonParser json = JSON.createParser(bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
                JsonToken value = json.nextToken();
                switch (field) {
                    case "name" -> name = textOrNull(json, value);
                    case "url" -> url = textOrNull(json, value);
                    case "deleted" -> deleted = value == JsonToken.VALUE_TRUE;
                    default -> json.skipChildren();
                }
            }
            if (name == null || json.nextToken() != null) {
                return Optional.empty();
            }
            return Optional.of(new DirectoryEntry(name, url, deleted));
        } catch (IOException | IllegalArgumentException notAnEntry) {
            return Optional.empty();
        }
    }

    private static @Nullable String textOrNull(JsonParser json, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            return json.getText();
        }
        json.skipChildren();
        return null;
    }
}
