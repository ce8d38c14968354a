package dev.tallystream.query.access;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;

/**
 * Answers the question that a browser asks, without credentials, before it lets a page of an allowed origin ask its own.
 * The same for every path, so it tells nothing of what there is. Anybody else's is a request without credentials.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Requires(beans = Callers.class)
@Order(AccessFilter.ORDER - 2)
final class PreflightFilter {
    /** What the routes take. */
    private static final String METHODS = "GET, HEAD, POST, PUT";

    private static final String HEADERS = "Accept, Authorization, Content-Type, If-Match, If-None-Match, Last-Event-ID";

    /** Seconds that a browser remembers it: an origin that is taken off the list is refused by the request itself. */
    private static final String MAX_AGE = "600";

    private final AllowedOrigins allowed;

    PreflightFilter(AllowedOrigins allowed) {
        this.allowed = allowed;
    }

    @RequestFilter
    @Nullable
    HttpResponse<?> answer(HttpRequest<?> request) {
        boolean preflight = request.getMethod() == HttpMethod.OPTIONS
                && request.getHeaders().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
        if (!preflight || allowed.of(request).isEmpty()) {
            return null;
        }
        // CrossOriginFilter names the origin.
        return HttpResponse.noContent()
                .header(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
                .header(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, HEADERS)
                .header(HttpHeaders.ACCESS_CONTROL_MAX_AGE, MAX_AGE);
    }
}
