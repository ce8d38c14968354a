package dev.tallystream.standalone.counting;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.topic.Placement;
import dev.tallystream.contract.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node that counts nothing writes: nothing. */
@Tag("broker")
class IdleOnABrokerTest {
    private static final OrganizationId ACME = new OrganizationId("acme");
    private static final String TRANSACTIONS = "__transaction_state";

    /** Thirty commit intervals, in which a node that commits for nothing would have done so. */
    private static final Duration QUIET = Duration.ofSeconds(3);

    @TempDir
    Path directory;

    @Test
    void whereNothingIsCountedNothingIsCommitted() throws Exception {
        try (CountingNode node = CountingNode.start(directory);
                Admin admin = Admin.create(Map.of("bootstrap.servers", node.bootstrapServers()))) {
            node.send(Topics.CREDIT_EVENTS.name(), null, Placement.eventKey(ACME), CountingNode.event(ACME, "e1", "1"));
            node.flush();
            CountingNode.await("the event", () -> node.today(ACME).events() == 1);

            Quiet transactions = new Quiet(admin);
            CountingNode.await("a time without a transaction", transactions::isLongEnough);
        }
    }

    /** How long nothing was appended to the transactions' topic. */
    private static final class Quiet {
        private final Admin admin;
        private long records = -1;
        private long since;

        Quiet(Admin admin) {
            this.admin = admin;
        }

        boolean isLongEnough() {
            long now = System.nanoTime();
            long found = records();
            if (found != records) {
                records = found;
                since = now;
            }
            return now - since >= QUIET.toNanos();
        }

        private long records() {
            try {
                Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
                Objects.requireNonNull(admin.describeTopics(List.of(TRANSACTIONS))
                                .allTopicNames()
                                .get()
                                .get(TRANSACTIONS))
                        .partitions()
                        .forEach(partition ->
                                ends.put(new TopicPartition(TRANSACTIONS, partition.partition()), OffsetSpec.latest()));
                return admin.listOffsets(ends).all().get().values().stream()
                        .mapToLong(end -> end.offset())
                        .sum();
            } catch (Exception e) {
                throw new IllegalStateException("the transactions' topic cannot be read", e);
            }
        }
    }
}
