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
    /** Refuses a file that lacks one of them. */
    public Credentials {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(bootstrapServers, "bootstrap_servers");
        Objects.requireNonNull(ingestKey, "ingest_key");
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "Credentials[url=%s, bootstrapServers=%s]".formatted(url, bootstrapServers);
    }
}
