package dev.tallystream.http;

import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;

/**
 * Refuses a body by its headers, before anybody asks for it: at every door bodies are of limited size and plain UTF-8,
 * with no compression to inflate and no charset to guess.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class BodyFilter {
    private static final String UTF_8 = "utf-8";

    @RequestFilter
    void refuse(HttpRequest<?> request) {
        // The server would only find out after it has invited the body with 100 Continue.
        if (request.getContentLength() > HttpDefaults.MAX_REQUEST_BYTES) {
            throw new ProblemException(ProblemType.PAYLOAD_TOO_LARGE);
        }
        if (request.getHeaders().contains(HttpHeaders.CONTENT_ENCODING)) {
            throw new ProblemException(ProblemType.UNSUPPORTED_ENCODING);
        }
        boolean otherCharset = request.getContentType()
                .flatMap(type -> type.getParameters().get(MediaType.CHARSET_PARAMETER))
                .filter(charset -> !UTF_8.equalsIgnoreCase(charset.toString().replace("\"", "")))
                .isPresent();
        if (otherCharset) {
            throw new ProblemException(ProblemType.UNSUPPORTED_CHARSET);
        }
    }
}
