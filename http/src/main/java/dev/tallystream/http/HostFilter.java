package dev.tallystream.http;

import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Refuses a request of a protocol that is not spoken here, and one that does not say for which host it is, or says one that this server is not. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(HostFilter.ORDER)
final class HostFilter {
    /** Before any other filter of ours: nothing else about such a request matters. */
    static final int ORDER = -100;

    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9._~%-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{0,5})?");

    private final Optional<AllowedHosts> allowed;

    HostFilter(Optional<AllowedHosts> allowed) {
        this.allowed = allowed;
    }

    @RequestFilter
    void refuse(HttpRequest<?> request) {
        if (isOfAnotherProtocol(request)) {
            throw new ProblemException(ProblemType.BAD_REQUEST);
        }
        List<String> hosts = request.getHeaders().getAll(HttpHeaders.HOST);
        if (hosts.isEmpty() && isBeforeHosts(request) && allowed.isEmpty()) {
            return;
        }
        if (hosts.size() != 1) {
            throw new ProblemException(ProblemType.BAD_REQUEST);
        }
        Matcher host = HOST.matcher(hosts.getFirst());
        if (!host.matches()) {
            throw new ProblemException(ProblemType.BAD_REQUEST);
        }
        if (allowed.isPresent() && !allowed.get().include(host.group(1))) {
            throw new ProblemException(ProblemType.MISDIRECTED_REQUEST);
        }
    }

    /** HTTP/1.0 did not have the field yet. */
    private static boolean isBeforeHosts(HttpRequest<?> request) {
        return version(request).equals(HttpVersion.HTTP_1_0);
    }

    /** The codec reads what calls itself HTTP/9.9 as if it were HTTP/1.1. */
    private static boolean isOfAnotherProtocol(HttpRequest<?> request) {
        HttpVersion version = version(request);
        return !version.equals(HttpVersion.HTTP_1_0) && !version.equals(HttpVersion.HTTP_1_1);
    }

    private static HttpVersion version(HttpRequest<?> request) {
        return request instanceof NettyHttpRequest<?> netty
                ? netty.getNativeRequest().protocolVersion()
                : HttpVersion.HTTP_1_1;
    }
}
