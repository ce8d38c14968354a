package dev.tallystream.standalone.process;

import dev.tallystream.http.key.ApiKeys;
import dev.tallystream.ingest.IngestConfig;
import dev.tallystream.ingest.KafkaEventPublisher;
import dev.tallystream.ingest.limit.IngestLimits;
import dev.tallystream.standalone.Terminal;
import dev.tallystream.standalone.broker.BrokerAnswer;
import dev.tallystream.standalone.installation.ListenPort;
import java.time.InstantSource;
import java.util.List;

/** The door for events against a Kafka cluster, as a process of its own. */
public final class IngestProcess implements Server {
    private final StartedParts parts;
    private final String url;

    private IngestProcess(StartedParts parts, String url) {
        this.parts = parts;
        this.url = url;
    }

    /**
     * Opens the door.
     *
     * @param aside where a person reads what is waited for
     * @throws dev.tallystream.standalone.CommandFailure if no broker answers or the port is taken; nothing is left
     *     running then
     */
    public static IngestProcess start(
            HttpAddress address,
            IngestConfig config,
            IngestLimits limits,
            ApiKeys keys,
            InstantSource clock,
            Terminal aside) {
        ListenPort.requireFree(address.host(), address.port(), "--port");
        LogOutput.toStandardError();
        BrokerAnswer.await(config.bootstrapServers(), aside);
        StartedParts parts = new StartedParts();
        try {
            KafkaEventPublisher publisher = parts.add("publisher", KafkaEventPublisher.connect(config));
            HttpServer http = parts.add("http", HttpServer.start(address, List.of(clock, keys, limits, publisher)));
            return new IngestProcess(parts, http.url());
        } catch (RuntimeException e) {
            throw parts.closeAfter(e);
        }
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public ReadyNote announce() {
        return new ReadyNote(
                "Tallystream accepts events.",
                List.of(new ReadyNote.Entry("url", "API", url)),
                "SIGTERM or Ctrl-C stops it.");
    }

    @Override
    public void close() {
        parts.close();
    }
}
