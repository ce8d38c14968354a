package dev.tallystream.publisher;

import java.net.URI;
import java.time.Duration;

/**
 * Where and how events are published.
 *
 * @param server the ingest door, such as {@code https://usage.example.com}
 * @param key an API key with the scope {@code events:write}
 * @param source who publishes, the CloudEvents {@code source}: the same for all instances of a feature that share ids
 * @param linger how long an event waits for company
 * @param maxWaitingEvents events in memory at most, waiting or under way
 * @param maxWaitingBytes bytes of these events at most
 * @param giveUpAfter how long an event is tried for
 * @param closeWithin how long {@code close} waits for what is waiting
 */
public record PublisherConfig(
        URI server,
        String key,
        String source,
        Duration linger,
        int maxWaitingEvents,
        int maxWaitingBytes,
        Duration giveUpAfter,
        Duration closeWithin) {
    private static final Duration LINGER = Duration.ofMillis(50);
    private static final int MAX_WAITING_EVENTS = 10_000;
    private static final int MAX_WAITING_BYTES = 16 * 1024 * 1024;
    private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(10);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

    /** Checks that there is somebody to publish to, and that every limit is positive. */
    public PublisherConfig {
        String scheme = String.valueOf(server.getScheme());
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("server " + server + " must start with http:// or https://");
        }
        if (key.isBlank() || !key.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new IllegalArgumentException("key must be an API key, ck_<id>_<secret>");
        }
        if (source.isBlank()) {
            throw new IllegalArgumentException("source must not be blank");
        }
        if (linger.isNegative() || maxWaitingEvents < 1 || maxWaitingBytes < 1) {
            throw new IllegalArgumentException("linger must not be negative, and the room not be nothing");
        }
        if (!giveUpAfter.isPositive() || closeWithin.isNegative()) {
            throw new IllegalArgumentException("giveUpAfter must be positive, and closeWithin not negative");
        }
    }

    /**
     * The defaults: 50 ms for company, 10,000 events or 16 MiB in memory, ten minutes of attempts, ten seconds to close.
     */
    public static PublisherConfig of(URI server, String key, String source) {
        return new PublisherConfig(
                server, key, source, LINGER, MAX_WAITING_EVENTS, MAX_WAITING_BYTES, GIVE_UP_AFTER, CLOSE_WITHIN);
    }

    /** The same with that much room in memory. */
    public PublisherConfig room(int events, int bytes) {
        return new PublisherConfig(server, key, source, linger, events, bytes, giveUpAfter, closeWithin);
    }

    /** The same, trying each event for that long. */
    public PublisherConfig giveUpAfter(Duration time) {
        return new PublisherConfig(server, key, source, linger, maxWaitingEvents, maxWaitingBytes, time, closeWithin);
    }

    /** The same, waiting that long when it is closed. */
    public PublisherConfig closeWithin(Duration time) {
        return new PublisherConfig(server, key, source, linger, maxWaitingEvents, maxWaitingBytes, giveUpAfter, time);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "PublisherConfig[server=%s, source=%s]".formatted(server, source);
    }
}
