package dev.tallystream.query.access;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;

/** What every answer tells browsers and proxies, a refusal too; an answer that says otherwise (a static file) keeps its word. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Requires(beans = Callers.class)
@Order(CrossOriginFilter.ORDER + 1)
final class PrivacyHeadersFilter {
    @ResponseFilter
    void add(MutableHttpResponse<?> response) {
        addUnlessSaid(response, HttpHeaders.CACHE_CONTROL, "private, no-store");
        addUnlessSaid(response, "X-Content-Type-Options", "nosniff");
        addUnlessSaid(response, "Referrer-Policy", "same-origin");
    }

    private static void addUnlessSaid(MutableHttpResponse<?> response, String name, String value) {
        if (!response.getHeaders().contains(name)) {
            response.header(name, value);
        }
    }
}
