package dev.tallystream.query.body;

import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of what is changed as a whole, in its {@code ETag} and in {@code If-Match}. */
public final class Version {
    /** As {@link #tag} writes it; a weak one never matches here (RFC 9110, 13.1.1). */
    private static final Pattern ENTITY_TAG = Pattern.compile("\"(\\d{1,18})\"");

    private Version() {}

    /** The tag of that version. */
    public static String tag(long version) {
        return "\"" + version + "\"";
    }

    /**
     * The version that the request is made over.
     *
     * @throws ProblemException {@code precondition-required} where it names none, {@code precondition-failed} where it
     *     names none of ours
     */
    public static long of(HttpRequest<?> request) {
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
