package dev.tallystream.http.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.http.HttpRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code application/problem+json} as RFC 9457 spells it; {@code instance} is the request's path. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record ProblemBody(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String instance,
        List<Problem.Fault> errors) {
    /** A path is input: longer than this it is left out. */
    private static final int MAX_INSTANCE_LENGTH = 64;

    static ProblemBody from(Problem problem, HttpRequest<?> request) {
        ProblemType type = problem.type();
        return new ProblemBody(
                type.uri(), type.title(), type.status(), problem.detail(), instance(type, request), problem.errors());
    }

    private static @Nullable String instance(ProblemType type, HttpRequest<?> request) {
        if (type == ProblemType.BAD_REQUEST || type == ProblemType.URI_TOO_LONG) {
            return null; // there is no path that could be read
        }
        // Never the query, which may carry what somebody took for a place to put a key.
        String path = request.getUri().getRawPath();
        return path.length() > MAX_INSTANCE_LENGTH ? null : path;
    }
}
