package dev.tallystream.query.access;

import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/**
 * Refuses what changes something where a browser says that a page of another site asks for it, unless that site is
 * allowed and its page shows a token: what a browser sends along by itself, the cookie, opens nothing to it. Programs send
 * no {@code Origin}; behind a proxy the host is what the proxy passes on, so the scheme is not compared.
 */
@ServerFilter({"/v1/orgs/**", "/admin/**", "/sign-out"})
@Requires(beans = Callers.class)
@Order(AccessFilter.ORDER - 1)
final class OriginFilter {
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final AllowedOrigins allowed;

    OriginFilter(AllowedOrigins allowed) {
        this.allowed = allowed;
    }

    @RequestFilter
    void refuse(HttpRequest<?> request) {
        if (!READING.contains(request.getMethod()) && isCrossSite(request.getHeaders()) && !isAllowed(request)) {
            throw new ProblemException(ProblemType.CROSS_SITE);
        }
    }

    private boolean isAllowed(HttpRequest<?> request) {
        return allowed.of(request).isPresent() && request.getHeaders().contains(HttpHeaders.AUTHORIZATION);
    }

    private static boolean isCrossSite(HttpHeaders headers) {
        if ("cross-site".equals(headers.get("Sec-Fetch-Site"))) {
            return true;
        }
        for (String origin : headers.getAll(HttpHeaders.ORIGIN)) {
            String host = headers.get(HttpHeaders.HOST);
            if (host == null || !host.equalsIgnoreCase(authority(origin))) {
                return true;
            }
        }
        return false;
    }

    /** Host and port; empty where the origin is opaque, as that of a sandboxed page. */
    private static String authority(String origin) {
        try {
            String authority = new URI(origin).getRawAuthority();
            return authority == null ? "" : authority;
        } catch (URISyntaxException noOrigin) {
            return "";
        }
    }
}
