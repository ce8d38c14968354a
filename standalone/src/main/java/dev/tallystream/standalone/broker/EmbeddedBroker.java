package dev.tallystream.standalone.broker;

import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.installation.ListenPort;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
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
 * API of Kafka, so this class is the only one that touches them. A fatal fault of the storage halts the whole process,
 * as it does in Kafka's own server.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final String LOOPBACK = "127.0.0.1";
    private static final int NODE_ID = 1;
    private static final String CLIENT_LISTENER = "CLIENT";
    private static final String CONTROLLER_LISTENER = "CONTROLLER";
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
        String bootstrapServers = LOOPBACK + ":" + port;
        KafkaRaftServer server;
        try {
            Files.createDirectories(directory);
            format(directory);
            server = new KafkaRaftServer(
                    new KafkaConfig(settings(directory, port, ListenPort.free()), false), Time.SYSTEM);
        } catch (Exception e) {
            throw new CommandFailure("The broker's directory " + directory + " cannot be used.", e);
        }
        EmbeddedBroker broker = new EmbeddedBroker(server, bootstrapServers);
        try {
            long started = System.nanoTime();
            server.startup();
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
                    .setNodeId(NODE_ID)
                    .setClusterId(clusterId)
                    .setMetadataLogDirectory(path)
                    .addDirectory(path)
                    .setControllerListenerName(CONTROLLER_LISTENER)
                    .setIgnoreFormatted(true)
                    .run();
        }
    }

    /** @param controllerPort the controller's own: nobody else connects to it, so it may be another one at each start */
    static Map<String, String> settings(Path directory, int port, int controllerPort) {
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", Integer.toString(NODE_ID)),
                Map.entry("log.dir", directory.toString()),
                Map.entry(
                        "listeners",
                        "%s://%s:%d,%s://%s:%d"
                                .formatted(
                                        CLIENT_LISTENER,
                                        LOOPBACK,
                                        port,
                                        CONTROLLER_LISTENER,
                                        LOOPBACK,
                                        controllerPort)),
                Map.entry("advertised.listeners", "%s://%s:%d".formatted(CLIENT_LISTENER, LOOPBACK, port)),
                Map.entry("inter.broker.listener.name", CLIENT_LISTENER),
                Map.entry("controller.listener.names", CONTROLLER_LISTENER),
                Map.entry(
                        "listener.security.protocol.map",
                        CLIENT_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT"),
                Map.entry("controller.quorum.voters", "%d@%s:%d".formatted(NODE_ID, LOOPBACK, controllerPort)),
                // Long enough to read back a big journal after a crash, short enough to say that something is wrong.
                Map.entry("server.max.startup.time.ms", "300000"),
                // At 3,000 it fenced itself under load; a restart after a crash waits for this.
                Map.entry("broker.session.timeout.ms", "9000"),
                // Our topics are created with their settings, never by a client's typing error.
                Map.entry("auto.create.topics.enable", "false"),
                // One node: no second replica, and the 50 partitions of the default only cost memory and start time.
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "4"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("transaction.state.log.num.partitions", "4"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("share.coordinator.state.topic.num.partitions", "1"),
                // After a crash the dead producer's transaction is aborted within a second of its timeout.
                Map.entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                // Ten years: an installation that was stopped for long goes on where it was.
                Map.entry("offsets.retention.minutes", "5256000"),
                // The default of 128 MB is allocated at start and would be a third of a small machine's heap.
                Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(16 * 1024 * 1024)));
    }
}
