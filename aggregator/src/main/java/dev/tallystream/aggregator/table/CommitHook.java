package dev.tallystream.aggregator.table;

import java.util.Map;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * Runs an action of the task before each of its commits. Kafka Streams 4.3 asks nothing public before every commit:
 * {@link StateStore#flush()} and {@code commit} run now and then, only a store that says it is cached is flushed each
 * time. So this store, which holds nothing, says that. The interface is internal and may change: whoever relies on the
 * hook checks that it ran ({@link #runs()}), and a test kills a process under load.
 */
public final class CommitHook implements StateStore, CachedStateStore<byte[], byte[]> {
    /** The name of the store. */
    public static final String NAME = "commit-hook";

    private Runnable beforeCommit = CommitHook::nothing;
    private Runnable abandoned = CommitHook::nothing;
    private boolean open;
    private long runs;

    /**
     * Sets what is done.
     *
     * @param newBeforeCommit before each commit
     * @param newAbandoned where the task ends without a commit
     */
    public void attach(Runnable newBeforeCommit, Runnable newAbandoned) {
        beforeCommit = newBeforeCommit;
        abandoned = newAbandoned;
    }

    /** How often the action ran. */
    public long runs() {
        return runs;
    }

    @Override
    public void flushCache() {
        beforeCommit.run();
        runs++;
    }

    @Override
    public void clearCache() {
        abandoned.run();
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<byte[], byte[]> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (key, value) -> {
            throw new IllegalStateException(NAME + " holds nothing that could be restored");
        });
        open = true;
    }

    @Override
    public void close() {
        abandoned.run();
        beforeCommit = CommitHook::nothing;
        abandoned = CommitHook::nothing;
        open = false;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    private static void nothing() {}

    /** Builds one for each task. */
    public static final class Builder implements StoreBuilder<CommitHook> {
        @Override
        public CommitHook build() {
            return new CommitHook();
        }

        @Override
        public StoreBuilder<CommitHook> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<CommitHook> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<CommitHook> withLoggingEnabled(@Nullable Map<String, String> config) {
            throw new UnsupportedOperationException(NAME + " holds nothing that could be logged");
        }

        @Override
        public StoreBuilder<CommitHook> withLoggingDisabled() {
            return this;
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }

        @Override
        public String name() {
            return NAME;
        }
    }
}
