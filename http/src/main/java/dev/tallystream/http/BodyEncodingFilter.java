package dev.tallystream.http;

import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;

/** Bodies are plain UTF-8 at every door: no compression to inflate, no charset to guess. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class BodyEncodingFilter {
    private static final String UTF_8 = "utf-8";

    @RequestFilter
    void refuseWhatIsNotPlainUtf8(HttpRequest<?> request) {
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
