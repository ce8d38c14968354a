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
        String escaped = unquoted(value);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(escaped.length());
        for (int at = 0; at < escaped.length(); at++) {
            char c = escaped.charAt(at);
            if (c == '%') {
                int high = at + 2 < escaped.length() ? Character.digit(escaped.charAt(at + 1), 16) : -1;
                int low = at + 2 < escaped.length() ? Character.digit(escaped.charAt(at + 2), 16) : -1;
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

    /** Without its quotes and the backslashes within them, which go before anything is percent-decoded. */
    private static String unquoted(String value) {
        if (value.length() < 2 || !value.startsWith("\"") || !value.endsWith("\"")) {
            return value;
        }
        int end = value.length() - 1;
        StringBuilder text = new StringBuilder(end);
        for (int at = 1; at < end; at++) {
            if (value.charAt(at) == '\\' && at + 1 < end) {
                at++;
            }
            text.append(value.charAt(at));
        }
        return text.toString();
    }
}
