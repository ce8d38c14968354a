package dev.tallystream.ingest.door;

import dev.tallystream.contract.bytes.Utf8;
import dev.tallystream.contract.event.BinaryEvent;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * The header fields of an event in binary mode, as the CloudEvents HTTP binding writes them: {@code ce-} and the
 * attribute's name, the value percent-encoded in UTF-8, in quotes where an older publisher says so.
 */
final class BinaryHeaders {
    private static final String PREFIX = "ce-";

    private BinaryHeaders() {}

    /** Whether the request has an attribute among its header fields. */
    static boolean present(HttpRequest<?> request) {
        return request.getHeaders().names().stream().anyMatch(BinaryHeaders::isAttribute);
    }

    /** The event that the header fields and the body make. */
    static BinaryEvent read(HttpRequest<?> request, byte[] body) {
        BinaryEvent event = new BinaryEvent(body);
        for (String header : request.getHeaders().names()) {
            if (isAttribute(header)) {
                String attribute = header.substring(PREFIX.length()).toLowerCase(Locale.ROOT);
                for (String value : request.getHeaders().getAll(header)) {
                    decode(value)
                            .ifPresentOrElse(
                                    text -> event.with(attribute, text), () -> event.withUnreadable(attribute));
                }
            }
        }
        String contentType = request.getHeaders().get(HttpHeaders.CONTENT_TYPE);
        return contentType == null ? event : event.with(BinaryEvent.DATA_CONTENT_TYPE, contentType);
    }

    private static boolean isAttribute(String header) {
        return header.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
    }

    /** The attribute's text, or empty where the field has characters or escapes that no publisher may write. */
    static Optional<String> decode(String value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(value.length());
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        int end = quoted ? value.length() - 1 : value.length();
        for (int at = quoted ? 1 : 0; at < end; at++) {
            char c = value.charAt(at);
            if (quoted && c == '\\' && at + 1 < end) {
                c = value.charAt(++at);
            } else if (c == '%') {
                int high = at + 2 < end ? Character.digit(value.charAt(at + 1), 16) : -1;
                int low = at + 2 < end ? Character.digit(value.charAt(at + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    return Optional.empty();
                }
                bytes.write(high << 4 | low);
                at += 2;
                continue;
            }
            // Raw bytes above ASCII arrive as some other text: an id must never be a guess.
            if (c > 0x7E) {
                return Optional.empty();
            }
            bytes.write(c);
        }
        byte[] text = bytes.toByteArray();
        return Utf8.isValid(text, 0, text.length)
                ? Optional.of(new String(text, StandardCharsets.UTF_8))
                : Optional.empty();
    }
}
