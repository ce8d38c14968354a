package dev.tallystream.query.access;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;

/** Lets pages of allowed origins read every answer, the problems too; nobody's cookie has a part in it. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Requires(beans = Callers.class)
@Order(CrossOriginFilter.ORDER)
final class CrossOriginFilter {
    /** Around all others, those of the http room too, so that what they refuse can be read. */
    static final int ORDER = -200;

    /** Beside what every page may read of every answer. */
    private static final String EXPOSED =
            "Content-Disposition, ETag, Retry-After, Tallystream-As-Of, Tallystream-Lag-Ms,"
                    + " Tallystream-Position, WWW-Authenticate";

    private final AllowedOrigins allowed;

    CrossOriginFilter(AllowedOrigins allowed) {
        this.allowed = allowed;
    }

    @ResponseFilter
    void add(HttpRequest<?> request, MutableHttpResponse<?> response) {
        if (allowed.areNone() || !AllowedOrigins.isOffered(request.getPath())) {
            return;
        }
        // To whomever: a cache must not give this answer to another origin.
        response.header(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        allowed.of(request)
                .ifPresent(origin -> response.header(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                        .header(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED));
    }
}
