package dev.tallystream.http.description;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * One answer as it came over the wire.
 *
 * @param body empty where it is a stream, which whoever reads it holds against the description
 */
public record Answer(String method, URI uri, int status, HttpHeaders headers, Optional<String> body) {
    /** The response. */
    public static Answer of(HttpResponse<?> response) {
        Optional<String> body = switch (response.body()) {
            case String text -> Optional.of(text);
            case byte[] bytes -> Optional.of(new String(bytes, StandardCharsets.UTF_8));
            case null, default -> Optional.empty();
        };
        return new Answer(response.request().method(), response.uri(), response.statusCode(), response.headers(), body);
    }

    /** Without parameters, in lower case; empty where there is none. */
    String mediaType() {
        return headers.firstValue("Content-Type")
                .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .orElse("");
    }

    @Override
    public String toString() {
        return method + " " + uri.getRawPath() + " → " + status + " " + mediaType();
    }
}
