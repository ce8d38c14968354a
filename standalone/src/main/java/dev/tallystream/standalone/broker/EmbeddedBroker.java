package dev.tallystream.standalone.broker;

import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.installation.ListenPort;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka node (broker and KRaft controller) inside this process, listening on loopback only. What was acknowledged
 * is still there after {@link #close()} and after a kill of the process. Neither the server nor the formatter is public
 * API of Kafka, so this package is the only place that touches them. A fatal fault of the storage halts the whole process,
 * as it does in Kafka's own server.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final Duration ANSWER_DEADLINE = Duration.ofSeconds(60);

    private final KafkaRaftServer server;
    private final String bootstrapServers;

    private EmbeddedBroker(KafkaRaftServer server, String bootstrapServers) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts the node on the directory, which is formatted when it is new, and returns once a client gets an answer.
     *
     * @param directory holds everything that the node stores; one process at a time
     * @param port where clients connect
     * @throws CommandFailure if it does not come up; nothing of it is left running then
     */
    public static EmbeddedBroker start(Path directory, int port) {
        String bootstrapServers = NodeSettings.LOOPBACK + ":" + port;
        NodeSettings settings = new NodeSettings(directory, ListenPort.free());
        long started = System.nanoTime();
        EmbeddedBroker broker = new EmbeddedBroker(prepare(settings, port), bootstrapServers);
        try {
            broker.server.startup();
            BrokerAnswer.await(bootstrapServers, ANSWER_DEADLINE);
            LOG.info(
                    "Broker answers bootstrap_servers={} start_ms={}",
                    bootstrapServers,
                    Duration.ofNanos(System.nanoTime() - started).toMillis());
            return broker;
        } catch (RuntimeException e) {
            broker.close();
            throw new CommandFailure("The broker did not start on " + bootstrapServers + ".", e);
        }
    }

    private static KafkaRaftServer prepare(NodeSettings settings, int port) {
        Path directory = settings.directory();
        try {
            Files.createDirectories(directory);
            if (DeadBroker.isIn(directory)) {
                DeadBroker.giveUp(settings);
            }
            format(directory);
            return new KafkaRaftServer(new KafkaConfig(settings.ofBrokerAndController(port), false), Time.SYSTEM);
        } catch (Exception e) {
            throw new CommandFailure("The broker's directory " + directory + " cannot be used.", e);
        }
    }

    /** Where clients on this machine connect, as {@code host:port}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Stops cleanly: what is stored is flushed, and the next start recovers nothing. Close its clients first. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    /** Writes the node's identity into a new directory; an existing one keeps its own. */
    private static void format(Path directory) throws Exception {
        String path = directory.toString();
        String clusterId = new MetaPropertiesEnsemble.Loader()
                .addMetadataLogDir(path)
                .load()
                .clusterId()
                .orElseGet(() -> Uuid.randomUuid().toString());
        try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silent)
                    .setNodeId(NodeSettings.NODE_ID)
                    .setClusterId(clusterId)
                    .setMetadataLogDirectory(path)
                    .addDirectory(path)
                    .setControllerListenerName(NodeSettings.CONTROLLER_LISTENER)
                    .setIgnoreFormatted(true)
                    .run();
        }
    }
}
