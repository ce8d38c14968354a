package dev.tallystream.http;

import dev.tallystream.http.problem.Problem;
import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;

/** A body where none has a meaning is passed over while it is small, and refused before it is read where it is not. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class GetBodyFilter {
    /** What some clients send along by habit, such as an empty JSON object. */
    private static final long MAX_IGNORED_BYTES = 1_024;

    @RequestFilter
    void refuseLargeBodies(HttpRequest<?> request) {
        boolean readsOnly = request.getMethod() == HttpMethod.GET || request.getMethod() == HttpMethod.HEAD;
        if (!readsOnly) {
            return;
        }
        boolean endless = request.getHeaders().contains(HttpHeaders.TRANSFER_ENCODING);
        if (endless || request.getContentLength() > MAX_IGNORED_BYTES) {
            throw new ProblemException(
                    Problem.of(ProblemType.PAYLOAD_TOO_LARGE, "A GET needs no body: send it without one."));
        }
    }
}
