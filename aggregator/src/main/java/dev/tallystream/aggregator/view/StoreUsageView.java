package dev.tallystream.aggregator.view;

import dev.tallystream.aggregator.table.UsageReader;
import dev.tallystream.aggregator.topology.LiveTasks;
import dev.tallystream.aggregator.topology.LiveTasks.LiveTask;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.topic.Placement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Reads the stores of this node's tasks by interactive queries. */
public final class StoreUsageView implements UsageView {
    private final Supplier<KafkaStreams.State> streams;
    private final StoreFinder stores;
    private final LiveTasks tasks;
    private final int partitions;
    private final Duration stallAfter;
    private final InstantSource clock;
    private final Supplier<Optional<String>> failure;

    /**
     * A view of those streams.
     *
     * @param failure why they stopped for good, once they did
     */
    public StoreUsageView(
            KafkaStreams streams,
            LiveTasks tasks,
            int partitions,
            Duration stallAfter,
            InstantSource clock,
            Supplier<Optional<String>> failure) {
        this(
                streams::state,
                (store, partition) -> streams.store(
                        StoreQueryParameters.fromNameAndType(store, QueryableStoreTypes.<Bytes, byte[]>keyValueStore())
                                .withPartition(partition)),
                tasks,
                partitions,
                stallAfter,
                clock,
                failure);
    }

    /** Finds the store of one task; throws where the task is not here. */
    interface StoreFinder {
        ReadOnlyKeyValueStore<Bytes, byte[]> find(String store, int partition);
    }

    StoreUsageView(
            Supplier<KafkaStreams.State> streams,
            StoreFinder stores,
            LiveTasks tasks,
            int partitions,
            Duration stallAfter,
            InstantSource clock,
            Supplier<Optional<String>> failure) {
        this.streams = streams;
        this.stores = stores;
        this.tasks = tasks;
        this.partitions = partitions;
        this.stallAfter = stallAfter;
        this.clock = clock;
        this.failure = failure;
    }

    @Override
    public <T> Reading<T> readRows(OrganizationId organization, Function<UsageCut, OpenedRows<T>> query) {
        LiveTask task =
                tasks.find(Placement.partitionOf(organization, partitions)).orElse(null);
        if (task == null) {
            return new Reading.Unavailable<>(whyNot());
        }
        try (TaskCuts cuts = new TaskCuts(task, organization, store -> stores.find(store, task.partition()))) {
            Reading.Answered<OpenedRows<T>> opened =
                    cuts.cut(cut -> new Reading.Answered<>(query.apply(cut), freshness(task)));
            T value = opened.value().read(cuts);
            // The stores of a task that came back are found by the same names, but not covered by this task's lock.
            boolean same = tasks.find(task.partition()).orElse(null) == task;
            return same ? new Reading.Answered<>(value, opened.freshness()) : new Reading.Unavailable<>(whyNot());
        } catch (InvalidStateStoreException moved) {
            return new Reading.Unavailable<>(whyNot());
        }
    }

    @Override
    public Reading<Freshness> freshness(OrganizationId organization) {
        Optional<LiveTask> task = tasks.find(Placement.partitionOf(organization, partitions));
        return task.<Reading<Freshness>>map(live -> new Reading.Answered<>(freshness(live), freshness(live)))
                .orElseGet(() -> new Reading.Unavailable<>(whyNot()));
    }

    @Override
    public List<OrganizationId> organizations() {
        TreeSet<OrganizationId> all = new TreeSet<>();
        for (LiveTask task : tasks.all()) {
            try {
                all.addAll(task.reading(
                        () -> new UsageReader(stores.find(UsageTable.QUARTERLY.storeName(), task.partition()))
                                .organizations()));
            } catch (InvalidStateStoreException moved) {
                // The task is on its way to another node, which lists its organizations from then on.
            }
        }
        return List.copyOf(all);
    }

    @Override
    public ViewState state() {
        Optional<String> failed = failure.get();
        if (failed.isPresent()) {
            return new ViewState.Failed(failed.get());
        }
        if (streams.get() != KafkaStreams.State.RUNNING || tasks.all().isEmpty()) {
            return new ViewState.NotReady("the tables are being restored or are changing hands");
        }
        Duration lag = Duration.ZERO;
        for (LiveTask task : tasks.all()) {
            Duration behind = freshness(task).lag();
            lag = behind.compareTo(lag) > 0 ? behind : lag;
        }
        return lag.compareTo(stallAfter) > 0 ? new ViewState.Stalled(lag) : new ViewState.Live(lag);
    }

    private Freshness freshness(LiveTask task) {
        Instant asOf = task.completeUpTo();
        Duration lag = Duration.between(asOf, clock.instant());
        return new Freshness(
                asOf,
                lag.isNegative() ? Duration.ZERO : lag,
                task.partition(),
                task.ledger().nextOffset());
    }

    private Reading.Reason whyNot() {
        return streams.get() == KafkaStreams.State.RUNNING ? Reading.Reason.REBALANCING : Reading.Reason.RESTORING;
    }
}
