package dev.tallystream.standalone.broker;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker that was killed and that the controller still believes in.
 *
 * <p>If broker and controller were started together after a crash, the transaction coordinator would load while the
 * controller waits for the dead broker's session, and find every partition without a leader when that session ends. In
 * that moment Kafka 4.3.1 takes partitions without a leader for deleted ones (KAFKA-20734): it forgets to write the
 * markers of transactions that were about to be committed or aborted. Such a transaction hangs for ever, and everything
 * that reads committed records stands still behind it. Seen in two of three kills within a second of the first event.
 *
 * <p>So after a crash the controller is first started alone and gives the dead broker up. Since nothing alive can be
 * given up by mistake then, its session may be short: the start after a crash is faster by it, too.
 */
final class DeadBroker {
    private static final Logger LOG = LoggerFactory.getLogger(DeadBroker.class);

    /** Left by a clean stop, and taken away by the next start. */
    private static final String CLEAN_STOP = ".kafka_cleanshutdown";

    private static final String METADATA_LOG = "__cluster_metadata-0";
    private static final String CONTROLLER = "kafka.controller:type=KafkaController,name=";

    /** A controller that never knew a broker has none to give up; the start goes on without. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private DeadBroker() {}

    /** Whether the node that used the directory before was killed. */
    static boolean isIn(Path directory) {
        return Files.exists(directory.resolve(METADATA_LOG)) && !Files.exists(directory.resolve(CLEAN_STOP));
    }

    /** Lets the controller give the dead broker up. */
    static void giveUp(NodeSettings settings) throws InterruptedException {
        long started = System.nanoTime();
        KafkaRaftServer controller =
                new KafkaRaftServer(new KafkaConfig(settings.ofControllerAlone(), false), Time.SYSTEM);
        try {
            controller.startup();
            while (!isGivenUp()) {
                if (System.nanoTime() - started > PATIENCE.toNanos()) {
                    LOG.warn("The controller knows no broker that was killed");
                    return;
                }
                Thread.sleep(LOOK_AGAIN);
            }
            LOG.info(
                    "The broker was killed before and is given up recovery_ms={}",
                    Duration.ofNanos(System.nanoTime() - started).toMillis());
        } finally {
            controller.shutdown();
            controller.awaitShutdown();
        }
    }

    private static boolean isGivenUp() {
        return count("ActiveBrokerCount") == 0 && count("FencedBrokerCount") > 0;
    }

    /** A metric of the controller, as Kafka documents it for monitoring; 0 until the controller is up. */
    private static int count(String metric) {
        MBeanServer metrics = ManagementFactory.getPlatformMBeanServer();
        try {
            return (Integer) metrics.getAttribute(new ObjectName(CONTROLLER + metric), "Value");
        } catch (InstanceNotFoundException notYet) {
            return 0;
        } catch (JMException e) {
            throw new IllegalStateException("the controller must have the metric " + metric, e);
        }
    }
}
