package dev.tallystream.standalone.installation;

import java.util.Objects;

/**
 * How programs of the same user reach a running installation: {@code credentials.json}.
 *
 * @param url where the panel, the API and HTTP ingest answer
 * @param bootstrapServers where Kafka clients connect
 * @param ingestKey may publish events and history for every organization
 */
public record Credentials(String url, String bootstrapServers, String ingestKey) {
    /** Refuses a file that lacks one of them, or an address without a port. */
    public Credentials {
        Objects.requireNonNull(ingestKey, "ingest_key");
        portOf(Objects.requireNonNull(url, "url"));
        portOf(Objects.requireNonNull(bootstrapServers, "bootstrap_servers"));
    }

    /** Where HTTP answered. */
    public int port() {
        return portOf(url);
    }

    /** Where Kafka answered. */
    public int kafkaPort() {
        return portOf(bootstrapServers);
    }

    private static int portOf(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "Credentials[url=%s, bootstrapServers=%s]".formatted(url, bootstrapServers);
    }
}
