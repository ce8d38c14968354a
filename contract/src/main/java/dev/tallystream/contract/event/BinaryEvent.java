package dev.tallystream.contract.event;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.tallystream.contract.bytes.Utf8;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An event in the binary mode of a CloudEvents binding: its attributes stand beside the data, as header fields. It is
 * turned into the structured event that says the same, so there is one decoder and one set of verdicts.
 */
public final class BinaryEvent {
    /** What the bindings call the attribute that the content type is. */
    public static final String DATA_CONTENT_TYPE = "datacontenttype";

    /** How CloudEvents spells an attribute's name; any other name is input that no pointer repeats. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,20}");

    private record Attribute(String name, @Nullable String text) {}

    private final byte[] data;
    private final List<Attribute> attributes = new ArrayList<>();
    private long size;

    /** An event with that data and no attributes yet; no bytes at all are no data. */
    public BinaryEvent(byte[] data) {
        this.data = data;
        size = data.length;
    }

    /** Adds an attribute; a name that comes twice makes the event one that is refused. */
    public BinaryEvent with(String name, String text) {
        return add(new Attribute(name, text), text.length());
    }

    /** Adds an attribute whose value is no text in its binding's encoding: the event is refused for it. */
    public BinaryEvent withUnreadable(String name) {
        return add(new Attribute(name, null), 0);
    }

    private BinaryEvent add(Attribute attribute, int length) {
        size += attribute.name.length() + length;
        if (size <= EventCodec.MAX_EVENT_BYTES) {
            attributes.add(attribute);
        }
        return this;
    }

    /** The same event in structured mode, or why there is none. */
    public sealed interface Structured {
        /** The attributes in their order, then the data byte for byte; whether it is any good is not known yet. */
        record Composed(byte[] bytes) implements Structured {}

        /** No structured event can say this. */
        record Impossible(Decoded.Refused refused) implements Structured {}
    }

    /** Composes it; the limit of {@link EventCodec#MAX_EVENT_BYTES} holds for what is composed. */
    public Structured toStructured() {
        if (size > EventCodec.MAX_EVENT_BYTES) {
            return impossible(Refusal.OVERSIZE, "");
        }
        for (Attribute attribute : attributes) {
            if (attribute.text == null) {
                return impossible(
                        Refusal.INVALID_TEXT, NAME.matcher(attribute.name).matches() ? "/" + attribute.name : "");
            }
        }
        if (data.length > 0 && !isOneJsonValue()) {
            return new Structured.Impossible(withoutJson());
        }
        byte[] bytes = compose(data);
        return bytes.length > EventCodec.MAX_EVENT_BYTES
                ? impossible(Refusal.OVERSIZE, "")
                : new Structured.Composed(bytes);
    }

    private static Structured impossible(Refusal reason, String pointer) {
        return new Structured.Impossible(new Decoded.Refused(reason, pointer, null, null));
    }

    /** What is wrong with the attributes comes first; else the data is to blame, and whose it is can be told. */
    private Decoded.Refused withoutJson() {
        return switch (EventCodec.decode(compose(new byte[0]))) {
            case Decoded.Refused refused
            when !refused.pointer().startsWith("/data/") && !refused.pointer().equals("/data") -> refused;
            case Decoded.Refused refused ->
                new Decoded.Refused(Refusal.MALFORMED_JSON, "", refused.organization(), refused.id());
            case Decoded.Accepted(Event event) -> Decoded.Refused.of(event, Refusal.MALFORMED_JSON, "");
        };
    }

    /** Or data such as {@code 1},{@code "subject":"other"} would become members of the event. */
    private boolean isOneJsonValue() {
        boolean utf8 = data[0] > 0 && (data.length == 1 || data[1] != 0) && Utf8.isValid(data, 0, data.length);
        if (!utf8) {
            return false;
        }
        try (JsonParser json = EventCodec.JSON.createParser(data)) {
            if (json.nextToken() == null) {
                return false;
            }
            json.skipChildren();
            return json.nextToken() == null;
        } catch (IOException notJson) {
            return false;
        }
    }

    private byte[] compose(byte[] value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream((int) size + 256);
        try (JsonGenerator json = EventCodec.JSON.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
            json.writeStartObject();
            for (Attribute attribute : attributes) {
                json.writeStringField(attribute.name, attribute.text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        if (value.length > 0) {
            out.writeBytes((attributes.isEmpty() ? "\"data\":" : ",\"data\":").getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(value);
        }
        out.write('}');
        return out.toByteArray();
    }
}
