package dev.tallystream.aggregator.topology;

import dev.tallystream.aggregator.table.Arrival;
import dev.tallystream.contract.bytes.Hash128;
import dev.tallystream.contract.event.Decoded;
import dev.tallystream.contract.event.EventCodec;
import dev.tallystream.contract.event.Refusal;
import dev.tallystream.contract.rejected.RejectedKey;
import dev.tallystream.contract.topic.EventHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * A rejected record as it goes to the rejected topic: a key of its own; the original bytes, or of an oversized one the
 * first KiB and the hash of all; headers that say why, where it lay and when it came. Its value is never null, which
 * would remove it.
 */
final class Reject implements Processor<byte[], Admitted.Rejected, byte[], byte @Nullable []> {
    private static final int KEPT_OF_OVERSIZED = 1024;

    /** A version that is longer is none that a later release will know. */
    private static final int LONGEST_SPECVERSION = 64;

    /**
     * Kafka begins a new segment only when it appends, and compacts only segments that are complete: on a partition
     * where nothing more is rejected, what was removed or overwritten would stay on the disk for ever. Must be well
     * below the segment's age in {@link TopicSetup}, which together are the promise of when such bytes are gone.
     */
    private static final Duration APPEND_AT_LEAST_EVERY = Duration.ofMinutes(10);

    private static final byte[] NOTHING = new byte[0];

    private final ErasedNames erased;
    private @Nullable ProcessorContext<byte[], byte @Nullable []> context;

    Reject(ErasedNames erased) {
        this.erased = erased;
    }

    @Override
    public void init(ProcessorContext<byte[], byte @Nullable []> newContext) {
        context = newContext;
        byte[] nothing = RejectedKey.ofNothing(newContext.taskId().partition()).toBytes();
        newContext.schedule(
                APPEND_AT_LEAST_EVERY,
                PunctuationType.WALL_CLOCK_TIME,
                now -> newContext.forward(new Record<byte[], byte @Nullable []>(nothing, null, now)));
    }

    @Override
    public void process(Record<byte[], Admitted.Rejected> record) {
        Admitted.Rejected rejected = erased.removedFrom(record.value());
        Arrival arrival = rejected.arrival();
        byte[] key =
                new RejectedKey(rejected.refused().organization(), arrival.partition(), arrival.offset()).toBytes();
        Processors.initialized(context)
                .forward(new Record<byte[], byte @Nullable []>(
                        key, kept(rejected.bytes()), record.timestamp(), headers(rejected, record.headers())));
    }

    private static byte[] kept(byte @Nullable [] bytes) {
        if (bytes == null) {
            return NOTHING;
        }
        return isOversized(bytes) ? Arrays.copyOf(bytes, KEPT_OF_OVERSIZED) : bytes;
    }

    private static boolean isOversized(byte[] bytes) {
        return bytes.length > EventCodec.MAX_EVENT_BYTES;
    }

    /**
     * Of the record's own headers only the one that may be the reason is kept: others could say anything of anybody,
     * and a megabyte of them would not fit beside ours.
     */
    private static Headers headers(Admitted.Rejected rejected, Headers own) {
        Decoded.Refused refused = rejected.refused();
        byte[] bytes = rejected.bytes();
        Headers headers = new RecordHeaders();
        headers.add(EventHeaders.ORIGIN, Origin.encode(rejected.arrival()));
        add(headers, EventHeaders.APPENDED, rejected.arrival().appended().toString());
        add(headers, EventHeaders.REASON, refused.reason().slug());
        if (!refused.pointer().isEmpty()) {
            add(headers, EventHeaders.POINTER, refused.pointer());
        }
        if (refused.id() != null) {
            add(headers, EventHeaders.EVENT_ID, refused.id());
        }
        if (bytes == null && refused.reason() != Refusal.NULL_VALUE) {
            headers.add(EventHeaders.AT_ORIGIN, NOTHING);
        }
        if (bytes != null && isOversized(bytes)) {
            Hash128 hash = Hash128.of(bytes);
            add(headers, EventHeaders.HASH, "%016x%016x".formatted(hash.high(), hash.low()));
        }
        Header specversion = own.lastHeader(EventHeaders.SPECVERSION);
        if (refused.reason() == Refusal.UNKNOWN_VERSION && specversion != null && specversion.value() != null) {
            int length = Math.min(LONGEST_SPECVERSION, specversion.value().length);
            headers.add(EventHeaders.SPECVERSION, Arrays.copyOf(specversion.value(), length));
        }
        return headers;
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
