package dev.tallystream.standalone.broker;

import dev.tallystream.standalone.CommandFailure;
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
    private BrokerAnswer() {}

    /**
     * Waits for the first answer.
     *
     * @param bootstrapServers {@code host:port,…}
     * @throws CommandFailure if there is none within the patience
     */
    public static void await(String bootstrapServers, Duration patience) {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            admin.describeCluster().nodes().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new CommandFailure("No Kafka broker answers at " + bootstrapServers + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("Interrupted while waiting for the broker at " + bootstrapServers + ".", e);
        }
    }
}
