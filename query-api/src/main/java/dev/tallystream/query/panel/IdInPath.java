package dev.tallystream.query.panel;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The id of a feature, team or user as one segment of a path. Percent-encoding is not enough for every id: browsers and
 * proxies take {@code %2F} for a slash and {@code %2E%2E} for a step up before anybody can decode them. An id that has a
 * slash or is dots is written {@code ~} and base64url; so is one that starts with {@code ~}, so that no two are alike.
 */
final class IdInPath {
    private static final String MARK = "~";

    private IdInPath() {}

    /** The segment of that id. */
    static String encode(String id) {
        boolean dots = id.equals(".") || id.equals("..");
        boolean slash = id.indexOf('/') >= 0 || id.indexOf('\\') >= 0;
        if (dots || slash || id.startsWith(MARK)) {
            byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
            return MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The id of a segment whose percent-encoding is already undone; empty where {@link #encode} made no such segment. */
    static Optional<String> decode(String segment) {
        if (!segment.startsWith(MARK)) {
            return Optional.of(segment);
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(segment.substring(MARK.length()));
            return Optional.of(new String(bytes, StandardCharsets.UTF_8))
                    .filter(id -> encode(id).equals(segment));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
