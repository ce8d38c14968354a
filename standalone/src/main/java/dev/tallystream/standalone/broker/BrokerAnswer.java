package dev.tallystream.standalone.broker;

import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.Terminal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

/** Whether somebody answers as Kafka. */
public final class BrokerAnswer {
    /** As long as a cluster takes that was started together with us. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private BrokerAnswer() {}

    /**
     * Waits for the first answer of brokers that somebody else runs, and says so at once.
     *
     * @param bootstrapServers {@code host:port,…}
     * @throws CommandFailure if there is none within half a minute
     */
    public static void await(String bootstrapServers, Terminal aside) {
        aside.line("Waiting for Kafka at %s.".formatted(bootstrapServers));
        await(bootstrapServers, PATIENCE);
    }

    /**
     * Waits for the first answer.
     *
     * @param bootstrapServers {@code host:port,…}
     * @throws CommandFailure if there is none within the patience
     */
    public static void await(String bootstrapServers, Duration patience) {
        try {
            Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
            try {
                admin.describeCluster().nodes().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } finally {
                // Without a limit, closing waits for the very call that nobody answers.
                admin.close(Duration.ZERO);
            }
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new CommandFailure(
                    "No Kafka broker answers at %s; is it running, and reachable from here?"
                            .formatted(bootstrapServers),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("Interrupted while waiting for the broker at " + bootstrapServers + ".", e);
        }
    }
}
