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
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteMatch;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Answers {@code OPTIONS} of a known caller with the methods of the route. What browsers ask on behalf of other origins is
 * {@link PreflightFilter}'s.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Requires(beans = Callers.class)
@Order(AccessFilter.ORDER + 1)
final class OptionsFilter {
    private final Router router;

    OptionsFilter(Router router) {
        this.router = router;
    }

    @RequestFilter
    @Nullable
    HttpResponse<?> answer(HttpRequest<?> request) {
        if (request.getMethod() != HttpMethod.OPTIONS) {
            return null;
        }
        List<UriRouteMatch<Object, Object>> routes = router.findAny(request);
        if (routes.isEmpty()) {
            return null;
        }
        String methods = routes.stream()
                .map(route -> route.getRouteInfo().getHttpMethodName())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return HttpResponse.noContent().header(HttpHeaders.ALLOW, methods);
    }
}
