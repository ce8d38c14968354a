package dev.tallystream.standalone.history;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where ingest and the API answer, and the key that opens them. */
record ServerAddress(URI base, String key) {
    /**
     * Reads a base url such as {@code http://127.0.0.1:8080}.
     *
     * @throws IllegalArgumentException where it is no http or https url with a host
     */
    static ServerAddress of(String url, String key) {
        URI base = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
        boolean http = "http".equals(base.getScheme()) || "https".equals(base.getScheme());
        if (!http || base.getHost() == null) {
            throw new IllegalArgumentException("--url must start with http:// or https:// and a host");
        }
        return new ServerAddress(base, key);
    }

    URI events() {
        return URI.create(base + "/v1/events");
    }

    URI backfill(HistoryRow.Destination destination) {
        return URI.create(
                base + "/v1/orgs/" + segment(destination.organization().value()) + "/backfills/"
                        + segment(destination.backfill().value()));
    }

    private static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Without the key. */
    @Override
    public String toString() {
        return base.toString();
    }
}
