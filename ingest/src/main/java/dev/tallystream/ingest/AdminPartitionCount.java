package dev.tallystream.ingest;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * Asks through the admin interface: a producer that asks for a topic's partitions would have a broker with default
 * settings create the topic, with the wrong ones.
 */
final class AdminPartitionCount implements PartitionCount {
    private final Admin admin;
    private final Duration patience;

    AdminPartitionCount(IngestConfig config) {
        admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                config.bootstrapServers(),
                AdminClientConfig.CLIENT_ID_CONFIG,
                KafkaEventPublisher.CLIENT_ID));
        patience = config.room();
    }

    @Override
    public int of(String topic) throws EventNotStored {
        try {
            return admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .values()
                    .iterator()
                    .next()
                    .partitions()
                    .size();
        } catch (ExecutionException | TimeoutException e) {
            throw new EventNotStored("the topic " + topic + " cannot be found", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EventNotStored("interrupted while the topic " + topic + " was looked up", e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
