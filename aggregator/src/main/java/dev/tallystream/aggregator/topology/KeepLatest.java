package dev.tallystream.aggregator.topology;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A compacted topic → a store with the newest readable value of each key. An unreadable value changes nothing. */
abstract class KeepLatest implements Processor<byte @Nullable [], byte @Nullable [], Void, Void> {
    private static final Logger LOG = LoggerFactory.getLogger(KeepLatest.class);

    private final String storeName;
    private final LiveTasks tasks;
    private @Nullable KeyValueStore<Bytes, byte[]> store;
    private @Nullable ProcessorContext<Void, Void> context;

    KeepLatest(String storeName, LiveTasks tasks) {
        this.storeName = storeName;
        this.tasks = tasks;
    }

    /** Whether the bytes can be a key of the store. */
    abstract boolean isKey(byte[] key);

    /** Whether the value can be kept. */
    abstract boolean isReadable(byte[] value);

    /** What to keep where an unreadable value came and none was kept before; null for nothing. */
    abstract byte @Nullable [] whenNoneWasReadable();

    @Override
    public void init(ProcessorContext<Void, Void> newContext) {
        context = newContext;
        store = newContext.getStateStore(storeName);
    }

    @Override
    public void process(Record<byte @Nullable [], byte @Nullable []> record) {
        byte[] key = record.key();
        byte[] value = record.value();
        if (key == null || !isKey(key)) {
            LOG.warn("A record was passed over: its key is unreadable. store={}", storeName);
            return;
        }
        KeyValueStore<Bytes, byte[]> latest = Processors.initialized(store);
        Bytes at = Bytes.wrap(key);
        byte[] kept = value;
        if (value != null && !isReadable(value)) {
            LOG.warn("A record was passed over: its value is unreadable. store={}", storeName);
            byte[] before = latest.get(at);
            kept = before == null ? whenNoneWasReadable() : before;
        }
        byte[] after = kept;
        int partition = Processors.initialized(context).taskId().partition();
        LiveTasks.LiveTask task =
                tasks.find(partition).orElseThrow(() -> new IllegalStateException("a record came before init"));
        task.writing(() -> {
            latest.put(at, after);
            return true;
        });
    }
}
