package dev.tallystream.contract.topic;

import dev.tallystream.contract.bytes.Utf8;
import dev.tallystream.contract.event.BinaryEvent;
import dev.tallystream.contract.event.BinaryEvent.Structured;
import dev.tallystream.contract.event.Decoded;
import dev.tallystream.contract.event.EventCodec;
import dev.tallystream.contract.event.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record of the events topic, read as the CloudEvents Kafka binding says: in structured mode the value is the event,
 * in binary mode the value is its data and the headers {@code ce_*} are its attributes. A record without such headers
 * is read as structured, whatever its content type. What follows the reading knows structured mode only.
 *
 * @param decoded what it turned out to be, by the one strict decoder
 * @param bytes the event in structured mode; the value itself where no structured event can say the same
 * @param headers those that belong to the bytes
 */
public record EventRecord(Decoded decoded, byte @Nullable [] bytes, Headers headers) {
    /**
     * CloudEvents' own SDK for JavaScript says the content type once more under the attribute's name, which the binding
     * leaves to {@code content-type} alone. The same value twice is one; two values are refused as any attribute is.
     */
    private static final String REPEATED = EventHeaders.ATTRIBUTE_PREFIX + BinaryEvent.DATA_CONTENT_TYPE;

    /** Reads one record. */
    public static EventRecord read(Headers headers, byte @Nullable [] value) {
        if (value == null) {
            return new EventRecord(Decoded.Refused.whole(Refusal.NULL_VALUE), null, headers);
        }
        if (!isBinary(headers)) {
            return new EventRecord(EventCodec.decode(value), value, headers);
        }
        return switch (binary(headers, value).toStructured()) {
            case Structured.Composed(byte[] bytes) ->
                new EventRecord(EventCodec.decode(bytes), bytes, EventHeaders.structured());
            case Structured.Impossible(Decoded.Refused refused) -> new EventRecord(refused, value, headers);
        };
    }

    private static boolean isBinary(Headers headers) {
        String contentType = text(headers.lastHeader(EventHeaders.CONTENT_TYPE));
        if (contentType != null
                && contentType.strip().toLowerCase(Locale.ROOT).startsWith(EventHeaders.STRUCTURED_PREFIX)) {
            return false;
        }
        for (Header header : headers) {
            boolean attribute = header.key().startsWith(EventHeaders.ATTRIBUTE_PREFIX);
            // The version alone may stand beside a structured value, too, and says nothing of where the rest is.
            if (attribute && !header.key().equals(EventHeaders.SPECVERSION)) {
                return true;
            }
        }
        return false;
    }

    private static BinaryEvent binary(Headers headers, byte[] value) {
        BinaryEvent event = new BinaryEvent(value);
        Header contentType = headers.lastHeader(EventHeaders.CONTENT_TYPE);
        for (Header header : headers) {
            String name = attribute(header.key());
            if (name == null || header.value() == null) {
                continue; // no attribute, or one that is null, which is absent
            }
            if (contentType != null && header.key().equals(REPEATED) && hasSameValue(header, contentType)) {
                continue;
            }
            String text = text(header);
            if (text == null) {
                event.withUnreadable(name);
            } else {
                event.with(name, text);
            }
        }
        return event;
    }

    private static boolean hasSameValue(Header one, Header other) {
        return Arrays.equals(one.value(), other.value());
    }

    private static @Nullable String attribute(String header) {
        if (header.equals(EventHeaders.CONTENT_TYPE)) {
            return BinaryEvent.DATA_CONTENT_TYPE;
        }
        return header.startsWith(EventHeaders.ATTRIBUTE_PREFIX)
                ? header.substring(EventHeaders.ATTRIBUTE_PREFIX.length())
                : null;
    }

    /** The header's text, or null where it has none in UTF-8. */
    private static @Nullable String text(@Nullable Header header) {
        byte[] bytes = header == null ? null : header.value();
        return bytes == null || !Utf8.isValid(bytes, 0, bytes.length)
                ? null
                : new String(bytes, StandardCharsets.UTF_8);
    }
}
