package dev.tallystream.query.access;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The origins whose pages may ask from a browser and read the answers (CORS), each with the token that it has: no cookie
 * is ever taken from them. None unless somebody says so.
 */
public record AllowedOrigins(Set<String> origins) {
    /** Pages of no other origin. */
    public static final AllowedOrigins NONE = new AllowedOrigins(Set.of());

    /**
     * What pages elsewhere may ask for. Not the pages of the panel, which go by the cookie; and not publishing: a key
     * that a page carries is a key that each of its visitors has.
     */
    private static final List<String> OFFERED = List.of("/v1/orgs", "/api/v1/meters", "/openapi.yaml");

    /**
     * Takes origins as browsers spell them.
     *
     * @throws IllegalArgumentException for what no browser sends, and for {@code *} and {@code null}
     */
    public AllowedOrigins {
        origins = origins.stream().map(AllowedOrigins::spelled).collect(Collectors.toUnmodifiableSet());
    }

    private static String spelled(String text) {
        try {
            URI uri = new URI(text.toLowerCase(Locale.ROOT));
            String scheme = uri.getScheme();
            boolean web = "https".equals(scheme) || "http".equals(scheme);
            if (web && uri.getHost() != null && uri.toString().equals(scheme + "://" + uri.getRawAuthority())) {
                boolean usual = uri.getPort() == (scheme.equals("https") ? 443 : 80);
                if (uri.getRawUserInfo() == null) {
                    return scheme + "://" + uri.getHost() + (usual || uri.getPort() < 0 ? "" : ":" + uri.getPort());
                }
            }
        } catch (URISyntaxException noOrigin) {
            // said below
        }
        throw new IllegalArgumentException("the origin '" + text
                + "' must be a scheme, a host and at most a port, such as https://app.example.com");
    }

    /** Whether answers may differ by who asks for them. */
    boolean areNone() {
        return origins.isEmpty();
    }

    /** The origin of the request, where it is allowed and what it asks for is offered to it. */
    Optional<String> of(HttpRequest<?> request) {
        List<String> sent = request.getHeaders().getAll(HttpHeaders.ORIGIN);
        return sent.size() == 1 && origins.contains(sent.getFirst()) && isOffered(request.getPath())
                ? Optional.of(sent.getFirst())
                : Optional.empty();
    }

    /** Whether pages of allowed origins may ask for that path. */
    static boolean isOffered(String path) {
        return OFFERED.stream().anyMatch(offered -> path.equals(offered) || path.startsWith(offered + "/"));
    }
}
