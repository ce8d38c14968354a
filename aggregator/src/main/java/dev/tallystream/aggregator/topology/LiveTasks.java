package dev.tallystream.aggregator.topology;

import dev.tallystream.aggregator.table.CommitHook;
import dev.tallystream.aggregator.table.ErasedUsers;
import dev.tallystream.aggregator.table.TaskStores;
import dev.tallystream.aggregator.view.Ledger;
import dev.tallystream.contract.event.Refusal;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/** The tasks that count on this node, by partition: what makes an answer one cut, and how far each has counted. */
public final class LiveTasks {
    private final Map<Integer, LiveTask> tasks = new ConcurrentHashMap<>();
    private final Map<Refusal, LongAdder> rejected = new EnumMap<>(Refusal.class);
    private final LongAdder writeBacks = new LongAdder();

    /** No task counts yet. */
    public LiveTasks() {
        for (Refusal reason : Refusal.values()) {
            rejected.put(reason, new LongAdder());
        }
    }

    /** A record was rejected for that reason. */
    void rejected(Refusal reason) {
        LongAdder count = rejected.get(reason);
        if (count != null) {
            count.increment();
        }
    }

    /** How many records were rejected for each reason since the start of the process. */
    public Map<Refusal, Long> rejectedByReason() {
        Map<Refusal, Long> counts = new EnumMap<>(Refusal.class);
        rejected.forEach((reason, count) -> counts.put(reason, count.sum()));
        return counts;
    }

    /** How often a task wrote back what it had counted, since the start of the process. */
    public long writeBacks() {
        return writeBacks.sum();
    }

    private void writeBack(LiveTask task) {
        task.writeBack();
        writeBacks.increment();
    }

    /** The task of the partition, if it counts here. */
    public Optional<LiveTask> find(int partition) {
        return Optional.ofNullable(tasks.get(partition));
    }

    /** Every task that counts here. */
    public Collection<LiveTask> all() {
        return tasks.values();
    }

    /** A task is restored and starts to count; called by its own thread. */
    LiveTask open(int partition, TaskStores stores, ErasedUsers erased, CommitHook hook) {
        LiveTask task = new LiveTask(partition, stores, erased);
        hook.attach(() -> writeBack(task), stores::forget);
        tasks.put(partition, task);
        return task;
    }

    /** The task that is counting a record of its partition right now. */
    LiveTask counting(int partition) {
        return find(partition).orElseThrow(() -> new IllegalStateException("a record came before init"));
    }

    /** The task stops counting here. */
    void close(LiveTask task) {
        tasks.remove(task.partition, task);
    }

    /**
     * One partition while it counts. What is counted stays with the counting thread until the commit; then all of it
     * is written back at once under the write lock, so whoever holds the read lock sees the stores at one position.
     */
    public static final class LiveTask {
        private final int partition;
        private final TaskStores stores;
        private final ErasedUsers erased;
        private final ReadWriteLock lock = new ReentrantReadWriteLock();
        private volatile Ledger ledger;
        private volatile Instant completeUpTo;
        private volatile Instant settledUpTo = Instant.EPOCH;

        private LiveTask(int partition, TaskStores stores, ErasedUsers erased) {
            this.partition = partition;
            this.stores = stores;
            this.erased = erased;
            this.ledger = stores.ledger();
            this.completeUpTo = Instant.ofEpochMilli(ledger.appended());
        }

        /** Its partition of the events topic. */
        public int partition() {
            return partition;
        }

        /** What is written back. */
        public Ledger ledger() {
            return ledger;
        }

        /** The time up to which the partition is counted: the last append time, or the last look at its end. */
        public Instant completeUpTo() {
            Instant appended = Instant.ofEpochMilli(ledger.appended());
            return appended.isAfter(completeUpTo) ? appended : completeUpTo;
        }

        /** At that time nothing waited to be counted. */
        public void reachedEndAt(Instant time) {
            if (time.isAfter(completeUpTo)) {
                completeUpTo = time;
            }
        }

        /**
         * No record that was appended before this time, to whichever partition, will still come to this one; {@link
         * Instant#EPOCH} as long as nobody knows.
         */
        public Instant settledUpTo() {
            return settledUpTo;
        }

        /** Everything that was appended before that time has come. */
        public void settled(Instant upTo) {
            if (upTo.isAfter(settledUpTo)) {
                settledUpTo = upTo;
            }
        }

        /** Runs the query while nothing is written back. */
        public <T> T reading(Supplier<T> query) {
            Lock shared = lock.readLock();
            shared.lock();
            try {
                return query.get();
            } finally {
                shared.unlock();
            }
        }

        /** What the counting thread works on. */
        TaskStores stores() {
            return stores;
        }

        /** Whose id stays erased. */
        ErasedUsers erased() {
            return erased;
        }

        /** Lets everybody see what is counted. Only the counting thread calls it, within a transaction. */
        void writeBack() {
            Lock exclusive = lock.writeLock();
            exclusive.lock();
            try {
                stores.writeBack();
                ledger = stores.ledger();
            } finally {
                exclusive.unlock();
            }
        }
    }
}
