package dev.tallystream.standalone.process;

import dev.tallystream.http.AllowedHosts;
import org.jspecify.annotations.Nullable;

/**
 * Where HTTP listens.
 *
 * @param names by which it may be asked; null for any
 */
public record HttpAddress(String host, int port, @Nullable AllowedHosts names) {
    /** This machine only. */
    public static final String LOOPBACK = "127.0.0.1";

    /** The address as the start of a URL. */
    public String toUrl() {
        return "http://%s:%d".formatted(host, port);
    }
}
