package dev.tallystream.aggregator.topology;

import dev.tallystream.aggregator.table.PendingStore;
import dev.tallystream.aggregator.table.Stores;
import dev.tallystream.contract.allocation.CreditTerms;
import dev.tallystream.contract.allocation.CreditTermsCodec;
import dev.tallystream.contract.topic.Placement;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what was sold to an organization where the record is readable and is the next version of what stands. Any other
 * record is answered with what stands, on the same topic, so that the newest record there always comes to be what is
 * kept; where nothing stands an unreadable one is taken away.
 */
final class KeepAllocations implements Processor<byte @Nullable [], byte @Nullable [], byte[], byte @Nullable []> {
    private static final Logger LOG = LoggerFactory.getLogger(KeepAllocations.class);

    private final LiveTasks tasks;
    private @Nullable ProcessorContext<byte[], byte @Nullable []> context;

    KeepAllocations(LiveTasks tasks) {
        this.tasks = tasks;
    }

    @Override
    public void init(ProcessorContext<byte[], byte @Nullable []> newContext) {
        context = newContext;
    }

    @Override
    public void process(Record<byte @Nullable [], byte @Nullable []> record) {
        byte[] key = record.key();
        if (key == null || Placement.organizationOf(key).isEmpty()) {
            LOG.warn("A record was passed over: its key is unreadable. store={}", Stores.ALLOCATIONS);
            return;
        }
        ProcessorContext<byte[], byte @Nullable []> here = Processors.initialized(context);
        PendingStore<byte[]> stores =
                tasks.counting(here.taskId().partition()).stores().allocations();
        byte[] before = stores.get(Bytes.wrap(key));
        byte[] value = record.value();
        CreditTerms stands = read(before);
        CreditTerms next = read(value);
        if (next != null && (stands == null || next.version() == stands.version() + 1)) {
            stores.put(Bytes.wrap(key), value);
        } else if (next == null ? value != null || before != null : !next.equals(stands)) {
            LOG.warn("Allocations were not kept, and what stands is written back. store={}", Stores.ALLOCATIONS);
            here.forward(new Record<byte[], byte @Nullable []>(key, before, record.timestamp()));
        }
    }

    private static @Nullable CreditTerms read(byte @Nullable [] value) {
        return value == null ? null : CreditTermsCodec.decode(value).orElse(null);
    }
}
