package dev.tallystream.aggregator.view;

import dev.tallystream.aggregator.topology.LiveTasks;
import dev.tallystream.aggregator.topology.LiveTasks.LiveTask;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;

/** Reads whole partitions of this node. */
public final class StorePartitionView implements PartitionView {
    private final KafkaStreams streams;
    private final LiveTasks tasks;
    private final int partitions;

    /** A view of those streams. */
    public StorePartitionView(KafkaStreams streams, LiveTasks tasks, int partitions) {
        this.streams = streams;
        this.tasks = tasks;
        this.partitions = partitions;
    }

    @Override
    public int partitions() {
        return partitions;
    }

    @Override
    public Map<Integer, Ledger> ledgers() {
        Map<Integer, Ledger> ledgers = new HashMap<>();
        tasks.all().forEach(task -> ledgers.put(task.partition(), task.ledger()));
        return ledgers;
    }

    @Override
    public Map<Integer, Instant> settled() {
        Map<Integer, Instant> settled = new HashMap<>();
        for (LiveTask task : tasks.all()) {
            if (!task.settledUpTo().equals(Instant.EPOCH)) {
                settled.put(task.partition(), task.settledUpTo());
            }
        }
        return settled;
    }

    @Override
    public Optional<PartitionCut> cut(int partition) {
        LiveTask task = tasks.find(partition).orElse(null);
        if (task == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(task.reading(() -> StorePartitionCut.open(
                    task,
                    name -> streams.store(StoreQueryParameters.fromNameAndType(
                                    name, QueryableStoreTypes.<Bytes, byte[]>keyValueStore())
                            .withPartition(partition)))));
        } catch (InvalidStateStoreException moved) {
            return Optional.empty();
        }
    }
}
