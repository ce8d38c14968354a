package dev.tallystream.aggregator.topology;

import dev.tallystream.aggregator.table.PendingStore;
import dev.tallystream.aggregator.table.TaskStores;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A compacted topic → a store with the newest readable value of each key. An unreadable value changes nothing; one that
 * is not welcome is taken off the topic again.
 */
abstract class KeepLatest implements Processor<byte @Nullable [], byte @Nullable [], byte[], byte @Nullable []> {
    private static final Logger LOG = LoggerFactory.getLogger(KeepLatest.class);

    private final String what;
    private final Function<TaskStores, PendingStore<byte[]>> store;
    private final LiveTasks tasks;
    private @Nullable ProcessorContext<byte[], byte @Nullable []> context;

    KeepLatest(String what, Function<TaskStores, PendingStore<byte[]>> store, LiveTasks tasks) {
        this.what = what;
        this.store = store;
        this.tasks = tasks;
    }

    /** Whether the bytes can be a key of the store. */
    abstract boolean isKey(byte[] key);

    /** Whether the value can be kept. */
    abstract boolean isReadable(byte[] value);

    /** What to keep where an unreadable value came and none was kept before; null for nothing. */
    abstract byte @Nullable [] whenNoneWasReadable();

    /** Whether a value of that key is to be kept in that task; a removal always is. */
    boolean isWelcome(byte[] key, LiveTasks.LiveTask task) {
        return true;
    }

    @Override
    public void init(ProcessorContext<byte[], byte @Nullable []> newContext) {
        context = newContext;
    }

    @Override
    public void process(Record<byte @Nullable [], byte @Nullable []> record) {
        byte[] key = record.key();
        byte[] value = record.value();
        if (key == null || !isKey(key)) {
            LOG.warn("A record was passed over: its key is unreadable. store={}", what);
            return;
        }
        ProcessorContext<byte[], byte @Nullable []> here = Processors.initialized(context);
        int partition = here.taskId().partition();
        LiveTasks.LiveTask task = tasks.counting(partition);
        if (value != null && !isWelcome(key, task)) {
            here.forward(new Record<byte[], byte @Nullable []>(key, null, record.timestamp()));
            return;
        }
        PendingStore<byte[]> latest = store.apply(task.stores());
        Bytes at = Bytes.wrap(key);
        byte[] kept = value;
        if (value != null && !isReadable(value)) {
            LOG.warn("A record was passed over: its value is unreadable. store={}", what);
            byte[] before = latest.get(at);
            kept = before == null ? whenNoneWasReadable() : before;
        }
        latest.put(at, kept);
    }
}
