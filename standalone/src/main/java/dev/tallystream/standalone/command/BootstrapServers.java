package dev.tallystream.standalone.command;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where Kafka brokers are, as a person types it.
 *
 * @param value {@code host:port,…}, as Kafka's clients read it
 */
public record BootstrapServers(String value) {
    private static final int MOST_PORT = 65_535;

    /** As Kafka's clients read one: at most a protocol, a name or an address, a port. */
    private static final Pattern SERVER =
            Pattern.compile("(?:[A-Za-z0-9_]+://)?(?:\\[[0-9A-Fa-f:.%]+]|[0-9A-Za-z._-]+):([0-9]{1,5})");

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException where one of them is no host with a port
     */
    static BootstrapServers parse(String text) {
        for (String server : text.split(",", -1)) {
            Matcher matcher = SERVER.matcher(server.strip());
            int port = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
            if (port < 1 || port > MOST_PORT) {
                throw new IllegalArgumentException(
                        "'%s' must be host:port, several with commas, such as kafka-1:9092,kafka-2:9092"
                                .formatted(text));
            }
        }
        return new BootstrapServers(text);
    }

    @Override
    public String toString() {
        return value;
    }
}
