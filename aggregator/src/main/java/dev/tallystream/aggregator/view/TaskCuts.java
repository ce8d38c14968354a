package dev.tallystream.aggregator.view;

import dev.tallystream.aggregator.topology.LiveTasks.LiveTask;
import dev.tallystream.contract.id.OrganizationId;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * The cuts of one query over its task. Each holds the task's read lock for as long as it is asked and no longer; what
 * any of them opened stays open until the query is closed.
 */
final class TaskCuts implements LaterCuts, AutoCloseable {
    private final LiveTask task;
    private final OrganizationId organization;
    private final Function<String, ReadOnlyKeyValueStore<Bytes, byte[]>> stores;
    private final OpenRanges ranges = new OpenRanges();

    TaskCuts(
            LiveTask task, OrganizationId organization, Function<String, ReadOnlyKeyValueStore<Bytes, byte[]>> stores) {
        this.task = task;
        this.organization = organization;
        this.stores = stores;
    }

    @Override
    public <R> R cut(Function<UsageCut, R> query) {
        return task.reading(() -> {
            StoreUsageCut cut = new StoreUsageCut(organization, stores, ranges);
            try {
                return query.apply(cut);
            } finally {
                cut.end();
            }
        });
    }

    @Override
    public void close() {
        ranges.close();
    }
}
