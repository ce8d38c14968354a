package dev.tallystream.query.body;

import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of what can be decided as an entity tag: whoever decides says over which version they do. */
public final class VersionTag {
    /** As {@link #of} writes it; a weak one never matches here (RFC 9110, 13.1.1). */
    private static final Pattern ENTITY_TAG = Pattern.compile("\"(\\d{1,18})\"");

    private VersionTag() {}

    /** The tag of that version. */
    public static String of(long version) {
        return "\"" + version + "\"";
    }

    /**
     * The version in {@code If-Match}.
     *
     * @throws ProblemException {@code precondition-required} without one, {@code precondition-failed} with anything but
     *     one tag of ours
     */
    public static long required(HttpRequest<?> request) {
        List<String> given = request.getHeaders().getAll(HttpHeaders.IF_MATCH);
        if (given.isEmpty()) {
            throw new ProblemException(ProblemType.PRECONDITION_REQUIRED);
        }
        Matcher tag = ENTITY_TAG.matcher(String.join(",", given));
        if (!tag.matches()) {
            throw new ProblemException(ProblemType.PRECONDITION_FAILED);
        }
        return Long.parseLong(tag.group(1));
    }
}
