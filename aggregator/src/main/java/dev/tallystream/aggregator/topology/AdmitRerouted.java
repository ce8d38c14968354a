package dev.tallystream.aggregator.topology;

import dev.tallystream.aggregator.table.Arrival;
import dev.tallystream.contract.event.Decoded;
import dev.tallystream.contract.event.Event;
import dev.tallystream.contract.event.EventCodec;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Bytes that another partition passed on → countable. They were admitted there, with the append time they carry. */
final class AdmitRerouted implements Processor<byte[], byte[], byte[], Admitted> {
    private @Nullable ProcessorContext<byte[], Admitted> context;

    @Override
    public void init(ProcessorContext<byte[], Admitted> newContext) {
        context = newContext;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Arrival arrival = Origin.decode(record.headers(), Instant.ofEpochMilli(record.timestamp()));
        Admitted admitted = switch (EventCodec.decode(record.value())) {
            case Decoded.Accepted(Event event) -> new Admitted.Countable(event, arrival, record.value(), true);
            case Decoded.Refused refused ->
                throw new IllegalStateException("a record was passed on that is refused: "
                        + refused.reason().slug());
        };
        Processors.initialized(context).forward(record.withValue(admitted));
    }
}
