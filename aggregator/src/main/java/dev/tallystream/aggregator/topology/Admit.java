package dev.tallystream.aggregator.topology;

import dev.tallystream.aggregator.table.Arrival;
import dev.tallystream.aggregator.table.TaskStores;
import dev.tallystream.aggregator.view.Ledger;
import dev.tallystream.contract.event.Decoded;
import dev.tallystream.contract.event.Event;
import dev.tallystream.contract.event.EventCodec;
import dev.tallystream.contract.event.LiveWindow;
import dev.tallystream.contract.event.Refusal;
import dev.tallystream.contract.topic.EventHeaders;
import dev.tallystream.contract.topic.EventRecord;
import dev.tallystream.contract.topic.Placement;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of the events topic → countable, misplaced or rejected. The record's key is never trusted: the organization is
 * read from the event, and whether the record lies right follows from that alone.
 */
final class Admit implements Processor<byte @Nullable [], byte @Nullable [], byte[], Admitted> {
    private static final byte[] NO_KEY = new byte[0];

    /** A key is never read; one that is larger than any event is a mistake, and would be carried along. */
    private static final int MAX_KEY_BYTES = EventCodec.MAX_EVENT_BYTES;

    private static final byte[] SPECVERSION = EventCodec.SPECVERSION.getBytes(StandardCharsets.US_ASCII);

    private final int partitions;
    private final LiveTasks tasks;
    private @Nullable ProcessorContext<byte[], Admitted> context;

    Admit(int partitions, LiveTasks tasks) {
        this.partitions = partitions;
        this.tasks = tasks;
    }

    @Override
    public void init(ProcessorContext<byte[], Admitted> newContext) {
        context = newContext;
    }

    @Override
    public void process(Record<byte @Nullable [], byte @Nullable []> incoming) {
        EventRecord read = EventRecord.read(incoming.headers(), incoming.value());
        // From here on every record is in structured mode, whatever it came in.
        Record<byte @Nullable [], byte @Nullable []> record = incoming.withHeaders(read.headers());
        RecordMetadata source = Processors.initialized(context).recordMetadata().orElseThrow();
        Instant appended = Instant.ofEpochMilli(record.timestamp());
        Arrival arrival = new Arrival(source.partition(), source.offset(), appended);
        Admitted admitted = admit(record, read, arrival);
        switch (admitted) {
            case Admitted.Countable countable ->
                forward(record, Placement.eventKey(countable.event().organization()), countable);
            case Admitted.Rejected rejected -> forward(record, NO_KEY, rejected);
            case Admitted.Misplaced misplaced -> passOn(record, misplaced, arrival);
        }
    }

    private Admitted admit(Record<byte @Nullable [], byte @Nullable []> record, EventRecord read, Arrival arrival) {
        byte[] bytes = read.bytes();
        if (bytes == null) {
            return new Admitted.Rejected(Decoded.Refused.whole(Refusal.NULL_VALUE), arrival, null);
        }
        Decoded decoded = read.decoded();
        if (record.key() != null && record.key().length > MAX_KEY_BYTES) {
            return new Admitted.Rejected(refused(decoded, Refusal.OVERSIZE), arrival, bytes);
        }
        Header specversion = record.headers().lastHeader(EventHeaders.SPECVERSION);
        if (specversion != null && !Arrays.equals(SPECVERSION, specversion.value())) {
            return new Admitted.Rejected(refused(decoded, Refusal.UNKNOWN_VERSION), arrival, bytes);
        }
        return switch (decoded) {
            case Decoded.Refused refused -> new Admitted.Rejected(refused, arrival, bytes);
            case Decoded.Accepted(Event event) -> {
                Decoded.Refused outside = LiveWindow.ON_THE_TOPIC
                        .refuse(event, arrival.appended())
                        .orElse(null);
                if (outside != null) {
                    yield new Admitted.Rejected(outside, arrival, bytes);
                }
                boolean placed = Placement.partitionOf(event.organization(), partitions) == arrival.partition();
                yield placed
                        ? new Admitted.Countable(event, arrival, bytes, false)
                        : new Admitted.Misplaced(event.organization(), bytes);
            }
        };
    }

    /** Refused for what stands beside the value; whose it is, is known as far as the value can be read. */
    private static Decoded.Refused refused(Decoded decoded, Refusal reason) {
        return switch (decoded) {
            case Decoded.Accepted(Event event) -> Decoded.Refused.of(event, reason, "");
            case Decoded.Refused other -> new Decoded.Refused(reason, "", other.organization(), other.id());
        };
    }

    /** Counts the record as passed on here, in the transaction that passes it on. */
    private void passOn(
            Record<byte @Nullable [], byte @Nullable []> record, Admitted.Misplaced misplaced, Arrival arrival) {
        int partition = Processors.initialized(context).taskId().partition();
        TaskStores stores = tasks.counting(partition).stores();
        stores.enter(stores.ledger().plusConsumed(arrival.offset(), arrival.appended(), Ledger.Outcome.REROUTED));
        // No other header travels on: with a megabyte of them the record would not fit on the internal topic.
        Headers headers = new RecordHeaders().add(EventHeaders.ORIGIN, Origin.encode(arrival));
        forward(record.withHeaders(headers), Placement.eventKey(misplaced.organization()), misplaced);
    }

    private void forward(Record<byte @Nullable [], byte @Nullable []> record, byte[] key, Admitted admitted) {
        Processors.initialized(context).forward(record.withKey(key).withValue(admitted));
    }
}
