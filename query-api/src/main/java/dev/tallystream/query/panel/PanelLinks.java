package dev.tallystream.query.panel;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an installation tells its pages of the world around them.
 *
 * @param purchase where credits are bought, or null
 * @param creditCosts what each feature costs, or null
 * @param embedOrigins whose pages may frame ours, besides our own
 */
public record PanelLinks(@Nullable URI purchase, @Nullable URI creditCosts, List<String> embedOrigins) {
    /** Nothing of the world. */
    public static final PanelLinks NONE = new PanelLinks(null, null, List.of());

    /** Checks that links are web addresses and origins are origins, as they go into pages and headers. */
    public PanelLinks {
        requireWeb("purchase-url", purchase);
        requireWeb("credit-costs-url", creditCosts);
        embedOrigins = List.copyOf(embedOrigins);
        embedOrigins.forEach(PanelLinks::requireOrigin);
    }

    private static void requireWeb(String name, @Nullable URI uri) {
        if (uri != null && !(isWeb(uri) && uri.getHost() != null)) {
            throw new IllegalArgumentException(name + " " + uri + " must be an address that starts with https://");
        }
    }

    private static void requireOrigin(String origin) {
        URI uri = URI.create(origin);
        boolean plain = isWeb(uri)
                && uri.getHost() != null
                && uri.getUserInfo() == null
                && uri.getRawPath().isEmpty()
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null;
        if (!plain) {
            throw new IllegalArgumentException(
                    "embed-origin " + origin + " must be an origin such as https://app.example.com");
        }
    }

    private static boolean isWeb(URI uri) {
        String scheme = uri.getScheme();
        return scheme != null && List.of("https", "http").contains(scheme.toLowerCase(Locale.ROOT));
    }

    /** Who may frame a page: ourselves, and for a page that is made to be embedded the configured origins. */
    String frameAncestors(boolean embedded) {
        return embedded && !embedOrigins.isEmpty() ? "'self' " + String.join(" ", embedOrigins) : "'self'";
    }
}
