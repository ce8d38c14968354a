package dev.tallystream.aggregator.topology;

import dev.tallystream.contract.bytes.Hash128;
import dev.tallystream.contract.event.Decoded;
import dev.tallystream.contract.event.EventCodec;
import dev.tallystream.contract.topic.EventHeaders;
import dev.tallystream.contract.topic.Placement;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * A rejected record as it goes to the rejected topic: the original bytes (of an oversized one its first KiB and its
 * hash), key = organization id where it is known, and headers with reason, pointer and source position.
 */
final class Reject implements Processor<byte[], Admitted.Rejected, byte @Nullable [], byte @Nullable []> {
    private static final int KEPT_OF_OVERSIZED = 1024;

    private @Nullable ProcessorContext<byte @Nullable [], byte @Nullable []> context;

    @Override
    public void init(ProcessorContext<byte @Nullable [], byte @Nullable []> newContext) {
        context = newContext;
    }

    @Override
    public void process(Record<byte[], Admitted.Rejected> record) {
        Admitted.Rejected rejected = record.value();
        Decoded.Refused refused = rejected.refused();
        byte[] bytes = rejected.bytes();
        record.headers().remove(EventHeaders.ORIGIN);
        add(record, EventHeaders.ORIGIN, new String(Origin.encode(rejected.arrival()), StandardCharsets.US_ASCII));
        add(record, EventHeaders.REASON, refused.reason().slug());
        if (!refused.pointer().isEmpty()) {
            add(record, EventHeaders.POINTER, refused.pointer());
        }
        if (bytes != null && bytes.length > EventCodec.MAX_EVENT_BYTES) {
            Hash128 hash = Hash128.of(bytes);
            add(record, EventHeaders.HASH, "%016x%016x".formatted(hash.high(), hash.low()));
            bytes = Arrays.copyOf(bytes, KEPT_OF_OVERSIZED);
        }
        byte[] key = refused.organization() == null ? null : Placement.eventKey(refused.organization());
        Processors.initialized(context)
                .forward(new Record<byte @Nullable [], byte @Nullable []>(
                        key, bytes, record.timestamp(), record.headers()));
    }

    private static void add(Record<?, ?> record, String name, String value) {
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
