package dev.tallystream.contract.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.tallystream.contract.bytes.Utf8;
import java.io.IOException;

/**
 * Bytes → {@link Decoded}: the one strict decoder of a CloudEvent in structured JSON, the same at the HTTP door and on
 * the topic. It streams and never binds, because binding turns {@code 1.5} credits and {@code true} into 1.
 */
public final class EventCodec {
    /** Bytes of the largest event. */
    public static final int MAX_EVENT_BYTES = 64 * 1024;

    /** The version of CloudEvents that is known here. */
    public static final String SPECVERSION = "1.0";

    /** Nesting of an extension that nobody reads; 64 is more than CloudEvents ever needs. */
    private static final int MAX_DEPTH = 64;

    static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_EVENT_BYTES)
                    .maxNameLength(MAX_EVENT_BYTES)
                    .build())
            // Producers choose the names of extensions: interning them would let them fill a table.
            .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
            .build();

    private EventCodec() {}

    /** Decodes a whole array. */
    public static Decoded decode(byte[] bytes) {
        return decode(bytes, 0, bytes.length);
    }

    /** Decodes {@code length} bytes from {@code offset}. */
    public static Decoded decode(byte[] bytes, int offset, int length) {
        if (length > MAX_EVENT_BYTES) {
            return Decoded.Refused.whole(Refusal.OVERSIZE);
        }
        if (!startsAsUtf8(bytes, offset, length) || !Utf8.isValid(bytes, offset, length)) {
            return Decoded.Refused.whole(Refusal.MALFORMED_JSON);
        }
        RawEvent raw = new RawEvent();
        try (JsonParser json = JSON.createParser(bytes, offset, length)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Decoded.Refused.whole(Refusal.MALFORMED_JSON);
            }
            raw.readAttributes(json);
            if (json.nextToken() != null) {
                return Decoded.Refused.whole(Refusal.MALFORMED_JSON);
            }
        } catch (IOException notJson) {
            return Decoded.Refused.whole(Refusal.MALFORMED_JSON);
        }
        return raw.toDecoded();
    }

    /** Decodes an event in binary mode, with the verdict of the structured event that says the same. */
    public static Decoded decodeBinary(BinaryEvent event) {
        return switch (event.toStructured()) {
            case BinaryEvent.Structured.Composed(byte[] bytes) -> decode(bytes);
            case BinaryEvent.Structured.Impossible(Decoded.Refused refused) -> refused;
        };
    }

    /** Jackson would guess UTF-16 and UTF-32 and pass over a byte order mark; JSON in UTF-8 never starts like those. */
    static boolean startsAsUtf8(byte[] bytes, int offset, int length) {
        return length >= 2 && bytes[offset] > 0 && bytes[offset + 1] != 0;
    }
}
