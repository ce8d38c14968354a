package dev.tallystream.aggregator.topology;

import dev.tallystream.aggregator.table.Agreed;
import dev.tallystream.aggregator.table.PendingStore;
import dev.tallystream.aggregator.table.Stores;
import dev.tallystream.contract.billing.BillingTerms;
import dev.tallystream.contract.billing.BillingTermsCodec;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.topic.Placement;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies what was agreed with an organization where it is readable and the next version of what stands. Any other
 * record is answered with what stands, on the same topic, so that the newest record there always comes to be what is
 * applied; what stands, read again, changes nothing. Nothing is counted by it, so every next version can be applied.
 */
final class KeepAllocations implements Processor<byte @Nullable [], byte @Nullable [], byte[], byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(KeepAllocations.class);

    private final LiveTasks tasks;
    private @Nullable ProcessorContext<byte[], byte[]> context;

    KeepAllocations(LiveTasks tasks) {
        this.tasks = tasks;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> newContext) {
        context = newContext;
    }

    @Override
    public void process(Record<byte @Nullable [], byte @Nullable []> record) {
        ProcessorContext<byte[], byte[]> here = Processors.initialized(context);
        byte[] key = record.key();
        OrganizationId organization =
                key == null ? null : Placement.organizationOf(key).orElse(null);
        if (key == null || organization == null) {
            LOG.warn("A record was passed over: its key is unreadable. store={}", Stores.ALLOCATIONS);
            return;
        }
        PendingStore<byte[]> allocations =
                tasks.counting(here.taskId().partition()).stores().allocations();
        byte[] standing = apply(allocations, Bytes.wrap(Placement.recordKey(organization)), record.value());
        if (standing != null) {
            LOG.warn("Allocations were not applied, and what stands is written back. organization={}", organization);
            here.forward(new Record<>(key, standing, record.timestamp()));
        }
    }

    /** Applies the value, or returns what stands instead; null where nothing is to be said. */
    private static byte @Nullable [] apply(PendingStore<byte[]> allocations, Bytes key, byte @Nullable [] value) {
        byte[] before = allocations.get(key);
        BillingTerms next =
                value == null ? null : BillingTermsCodec.decode(value).orElse(null);
        if (value == null || next == null) {
            return before;
        }
        // After a rebuild the first that is there may be of any version.
        BillingTerms stands = Agreed.terms(before);
        if (before == null || next.version() == stands.version() + 1) {
            allocations.put(key, value);
            return null;
        }
        return next.equals(stands) ? null : before;
    }
}
