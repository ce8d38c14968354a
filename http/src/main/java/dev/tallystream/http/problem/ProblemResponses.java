package dev.tallystream.http.problem;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Turns a problem into the response, in one place. */
@Singleton
final class ProblemResponses {
    private static final MediaType PROBLEM_JSON = MediaType.of("application/problem+json");

    private final Optional<ProblemPages> pages;

    ProblemResponses(Optional<ProblemPages> pages) {
        this.pages = pages;
    }

    MutableHttpResponse<?> answer(HttpRequest<?> request, Problem problem) {
        MutableHttpResponse<?> response =
                pages.flatMap(port -> port.answer(request, problem)).orElseGet(() -> json(request, problem));
        ProblemType type = problem.type();
        if (type == ProblemType.UNAUTHENTICATED) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        if (type.isTemporary()) {
            response.header(HttpHeaders.RETRY_AFTER, Long.toString(problem.retryAfterSeconds()));
        }
        if (type == ProblemType.DRAINING) {
            // The next request on this connection would find nobody.
            response.header(HttpHeaders.CONNECTION, "close");
        }
        return response.header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    private static MutableHttpResponse<?> json(HttpRequest<?> request, Problem problem) {
        MutableHttpResponse<Object> response =
                HttpResponse.status(problem.type().status(), problem.type().slug());
        if (request.getMethod() == HttpMethod.HEAD) {
            return response;
        }
        return response.body(ProblemBody.from(problem, request)).contentType(PROBLEM_JSON);
    }
}
