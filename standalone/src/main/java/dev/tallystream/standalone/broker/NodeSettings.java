package dev.tallystream.standalone.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The settings of the one node.
 *
 * @param directory holds everything that the node stores
 * @param controllerPort the controller's own: nobody else connects to it, so it may be another one at each start
 */
record NodeSettings(Path directory, int controllerPort) {
    static final String LOOPBACK = "127.0.0.1";
    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private static final String CLIENT_LISTENER = "CLIENT";

    /**
     * Broker and controller live and die together, so a broker that is silent for a while only had no time: nothing is
     * gained by giving it up, and KAFKA-20734 makes it dangerous.
     */
    private static final Duration SESSION = Duration.ofSeconds(60);

    /** In one session: so many are lost before a broker is given up. */
    private static final int HEARTBEATS = 20;

    /** How long a controller without a broker waits for the broker that was killed. */
    private static final Duration SESSION_OF_THE_DEAD = Duration.ofSeconds(1);

    /** Broker and controller, with clients on that port. */
    Map<String, String> ofBrokerAndController(int port) {
        String clients = "%s://%s:%d".formatted(CLIENT_LISTENER, LOOPBACK, port);
        Map<String, String> settings = common(SESSION);
        settings.put("process.roles", "broker,controller");
        settings.put("listeners", clients + "," + controllerListener());
        settings.put("advertised.listeners", clients);
        settings.put("inter.broker.listener.name", CLIENT_LISTENER);
        // Our topics are created with their settings, never by a client's typing error.
        settings.put("auto.create.topics.enable", "false");
        // One node: no second replica, and the 50 partitions of the default only cost memory and start time.
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
        // A dead producer's transaction is aborted within a second of its timeout.
        settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        settings.put("group.initial.rebalance.delay.ms", "0");
        // Ten years: an installation that was stopped for long goes on where it was.
        settings.put("offsets.retention.minutes", "5256000");
        // The default of 128 MB is allocated at start and would be a third of a small machine's heap.
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(16 * 1024 * 1024));
        return settings;
    }

    /** The same node as a controller only, which gives up a dead broker soon. */
    Map<String, String> ofControllerAlone() {
        Map<String, String> settings = common(SESSION_OF_THE_DEAD);
        settings.put("process.roles", "controller");
        settings.put("listeners", controllerListener());
        return settings;
    }

    private Map<String, String> common(Duration session) {
        Map<String, String> settings = new HashMap<>();
        settings.put("node.id", Integer.toString(NODE_ID));
        settings.put("log.dir", directory.toString());
        settings.put("controller.listener.names", CONTROLLER_LISTENER);
        settings.put("controller.quorum.voters", "%d@%s:%d".formatted(NODE_ID, LOOPBACK, controllerPort));
        settings.put(
                "listener.security.protocol.map",
                "%s:PLAINTEXT,%s:PLAINTEXT".formatted(CLIENT_LISTENER, CONTROLLER_LISTENER));
        settings.put("broker.session.timeout.ms", Long.toString(session.toMillis()));
        settings.put(
                "broker.heartbeat.interval.ms",
                Long.toString(session.dividedBy(HEARTBEATS).toMillis()));
        // Long enough to read back a big journal after a crash, short enough to say that something is wrong.
        settings.put(
                "server.max.startup.time.ms",
                Long.toString(Duration.ofMinutes(5).toMillis()));
        return settings;
    }

    private String controllerListener() {
        return "%s://%s:%d".formatted(CONTROLLER_LISTENER, LOOPBACK, controllerPort);
    }
}
