package dev.tallystream.standalone.process;

/** Where HTTP listens. */
public record HttpAddress(String host, int port) {
    /** This machine only. */
    public static final String LOOPBACK = "127.0.0.1";

    /** The address as the start of a URL. */
    public String toUrl() {
        return "http://%s:%d".formatted(host, port);
    }
}
