package dev.tallystream.aggregator.topology;

import dev.tallystream.aggregator.table.Ledger;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * The tasks that count on this node, by partition: what makes an answer one cut, and how far each has counted.
 *
 * <p>The lock is one per stream thread, not per task: tasks of a thread share its write cache, and a put of one may
 * evict rows of another between the moments at which a range scan looks at the disk and at the cache.
 */
public final class LiveTasks {
    private final Map<Integer, LiveTask> tasks = new ConcurrentHashMap<>();
    private final ThreadLocal<ReadWriteLock> lockOfThread = ThreadLocal.withInitial(ReentrantReadWriteLock::new);

    /** The task of the partition, if it counts here. */
    public Optional<LiveTask> find(int partition) {
        return Optional.ofNullable(tasks.get(partition));
    }

    /** Every task that counts here. */
    public Collection<LiveTask> all() {
        return tasks.values();
    }

    /** A task is restored and starts to count; called by its own thread. */
    LiveTask open(int partition, Ledger ledger) {
        LiveTask task = new LiveTask(partition, lockOfThread.get(), ledger);
        tasks.put(partition, task);
        return task;
    }

    /** The task stops counting here. */
    void close(LiveTask task) {
        tasks.remove(task.partition, task);
    }

    /** One partition while it counts. */
    public static final class LiveTask {
        private final int partition;
        private final ReadWriteLock lock;
        private volatile Ledger ledger;
        private volatile Instant completeUpTo;

        private LiveTask(int partition, ReadWriteLock lock, Ledger ledger) {
            this.partition = partition;
            this.lock = lock;
            this.ledger = ledger;
            this.completeUpTo = Instant.ofEpochMilli(ledger.appended());
        }

        /** Its partition of the events topic. */
        public int partition() {
            return partition;
        }

        /** What was counted so far. */
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

        /** Runs the query while nothing is counted. */
        public <T> T reading(Supplier<T> query) {
            return holding(lock.readLock(), query);
        }

        <T> T writing(Supplier<T> change) {
            return holding(lock.writeLock(), change);
        }

        /** Moves on to that ledger; only while writing. */
        void advance(Ledger newLedger) {
            ledger = newLedger;
        }

        private static <T> T holding(Lock lock, Supplier<T> work) {
            lock.lock();
            try {
                return work.get();
            } finally {
                lock.unlock();
            }
        }
    }
}
