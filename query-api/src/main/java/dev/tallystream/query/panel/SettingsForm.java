package dev.tallystream.query.panel;

import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a browser sends of a form: fields with one value each. */
record SettingsForm(Map<String, String> fields) {
    /** A handful of short fields, each letter escaped at worst. */
    private static final int MAX_BYTES = 4 * 1024;

    /**
     * Reads {@code application/x-www-form-urlencoded}.
     *
     * @throws ProblemException where it is too large or no form
     */
    static SettingsForm parse(byte[] body) {
        if (body.length > MAX_BYTES) {
            throw new ProblemException(ProblemType.PAYLOAD_TOO_LARGE);
        }
        Map<String, String> fields = new HashMap<>();
        for (String pair : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1
                    || fields.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1))) != null) {
                throw new ProblemException(ProblemType.BAD_REQUEST);
            }
        }
        return new SettingsForm(fields);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException wronglyEscaped) {
            throw new ProblemException(ProblemType.BAD_REQUEST);
        }
    }

    /** The value of a field, or null. */
    @Nullable
    String field(String name) {
        return fields.get(name);
    }

    /**
     * The version of the settings that the form was made of.
     *
     * @throws ProblemException where the form says none
     */
    long version() {
        String version = fields.get("version");
        if (version == null || !version.matches("\\d{1,18}")) {
            throw new ProblemException(ProblemType.BAD_REQUEST);
        }
        return Long.parseLong(version);
    }
}
