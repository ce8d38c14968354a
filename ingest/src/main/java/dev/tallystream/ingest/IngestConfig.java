package dev.tallystream.ingest;

import java.time.Duration;

/**
 * How events reach the broker.
 *
 * @param bootstrapServers where the brokers are, as {@code host:port,…}
 * @param room how long a publisher waits for room in the buffer, or for the topic to be found, before it gives up
 * @param acknowledgement how long an event may be under way before it counts as not stored
 * @param linger how long an event waits for company
 */
public record IngestConfig(String bootstrapServers, Duration room, Duration acknowledgement, Duration linger) {
    private static final Duration ROOM = Duration.ofSeconds(2);
    private static final Duration ACKNOWLEDGEMENT = Duration.ofSeconds(10);
    private static final Duration LINGER = Duration.ofMillis(5);

    /** Checks that there is somewhere to connect to, and that the times can be kept. */
    public IngestConfig {
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException("bootstrapServers must not be blank");
        }
        if (!room.isPositive()) {
            throw new IllegalArgumentException("room " + room + " must be positive");
        }
        if (linger.isNegative() || linger.multipliedBy(2).compareTo(acknowledgement) >= 0) {
            throw new IllegalArgumentException(
                    "linger " + linger + " must be less than half of acknowledgement " + acknowledgement);
        }
    }

    /** The defaults: 2 s for room, 10 s for the acknowledgement, 5 ms for company. */
    public static IngestConfig of(String bootstrapServers) {
        return new IngestConfig(bootstrapServers, ROOM, ACKNOWLEDGEMENT, LINGER);
    }
}
