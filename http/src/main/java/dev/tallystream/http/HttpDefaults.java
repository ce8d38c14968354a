package dev.tallystream.http;

import java.util.Map;

/**
 * The limits and habits of every server of ours, as the framework's properties: each process start passes them to its
 * context. Whatever is not said here is the start's own: host, port, logging.
 */
public final class HttpDefaults {
    /** Bytes of the largest request body: an ingest batch of 4 MiB. */
    public static final int MAX_REQUEST_BYTES = 4 * 1024 * 1024;

    /** Bytes of all header fields; a bearer token takes 1 to 2 KiB, cookies and proxies add to it. */
    private static final int MAX_HEADER_BYTES = 16 * 1024;

    /** Bytes of the request line: a list's cursor, search and filters, percent-encoded. */
    private static final int MAX_REQUEST_LINE_BYTES = 8 * 1024;

    /** A connection on which nothing moves is given up; streams send a comment well before. */
    private static final String IDLE_TIMEOUT = "30s";

    private HttpDefaults() {}

    /** The properties, ready for {@code ApplicationContextBuilder.properties}. */
    public static Map<String, Object> properties() {
        return Map.ofEntries(
                Map.entry("micronaut.server.max-request-size", MAX_REQUEST_BYTES),
                Map.entry("micronaut.server.max-request-buffer-size", MAX_REQUEST_BYTES),
                Map.entry("micronaut.server.idle-timeout", IDLE_TIMEOUT),
                Map.entry("micronaut.server.multipart.enabled", false),
                // Which origins may ask is ours to say. On loopback the framework would refuse them all, with a body of
                // its own; names that point here are refused by HostFilter, changes from other sites by OriginFilter.
                Map.entry("micronaut.server.cors.enabled", false),
                Map.entry("micronaut.server.cors.localhost-pass-through", true),
                Map.entry("micronaut.server.netty.max-header-size", MAX_HEADER_BYTES),
                Map.entry("micronaut.server.netty.max-initial-line-length", MAX_REQUEST_LINE_BYTES),
                // A gzip bomb is refused by its header, never inflated.
                Map.entry("micronaut.server.netty.request-decompression-enabled", false),
                Map.entry("jackson.serialization.writeDatesAsTimestamps", false),
                Map.entry("jackson.property-naming-strategy", "SNAKE_CASE"),
                // The framework leaves out empty lists otherwise; a record that omits a member says so itself.
                Map.entry("jackson.serialization-inclusion", "ALWAYS"),
                Map.entry("endpoints.all.enabled", false));
    }
}
