package dev.tallystream.http.problem;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import java.util.Optional;

/** Answers people's browsers with pages instead of JSON. A process without pages has no such bean. */
public interface ProblemPages {
    /**
     * The page for the problem, or a redirect to where it can be solved; empty where the request is not for a page. The
     * headers that belong to the problem ({@code Retry-After}, {@code Allow}) are added by the caller.
     */
    Optional<MutableHttpResponse<?>> answer(HttpRequest<?> request, Problem problem);
}
