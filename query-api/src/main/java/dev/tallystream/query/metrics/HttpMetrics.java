package dev.tallystream.query.metrics;

import dev.tallystream.aggregator.view.PartitionView;
import dev.tallystream.aggregator.view.ProcessFigures;
import dev.tallystream.aggregator.view.UsageView;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.UriRouteInfo;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Set;

/**
 * How many requests were answered, with what, and how long it took until the answer began. Labels are the route as it
 * is declared and the status: never a path, of which there are as many as callers care to invent.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Requires(beans = {UsageView.class, PartitionView.class, ProcessFigures.class})
@Order(Ordered.HIGHEST_PRECEDENCE)
final class HttpMetrics {
    private static final String STARTED = HttpMetrics.class.getName() + ".started";
    private static final String NO_ROUTE = "none";
    private static final double NANOS = 1_000_000_000;

    /** What a client may invent is one word here. */
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS");

    /** Seconds: reads answer within 10 ms, a position is awaited for 10 s at most. */
    private static final double[] BOUNDS = {0.005, 0.01, 0.025, 0.1, 0.25, 1, 2.5, 10};

    private final Histogram requests = Histogram.builder()
            .name("tallystream_http_request_seconds")
            .help("Requests by route and status, and the time until their answer began.")
            .labelNames("method", "route", "status")
            .classicOnly()
            .classicUpperBounds(BOUNDS)
            .build();

    void register(PrometheusRegistry registry) {
        registry.register(requests);
    }

    @RequestFilter
    void begin(HttpRequest<?> request) {
        request.setAttribute(STARTED, System.nanoTime());
    }

    @ResponseFilter
    void end(HttpRequest<?> request, HttpResponse<?> response) {
        long started = request.getAttribute(STARTED, Long.class).orElseGet(System::nanoTime);
        String method = METHODS.contains(request.getMethodName()) ? request.getMethodName() : "other";
        String route = RouteAttributes.getRouteInfo(request)
                .filter(UriRouteInfo.class::isInstance)
                .map(info -> ((UriRouteInfo<?, ?>) info).getUriMatchTemplate().toString())
                .orElse(NO_ROUTE);
        requests.labelValues(method, route, Integer.toString(response.code()))
                .observe((System.nanoTime() - started) / NANOS);
    }
}
