package dev.tallystream.standalone.process;

import dev.tallystream.aggregator.Aggregator;
import dev.tallystream.contract.erasure.ErasureKey;
import dev.tallystream.query.balance.KafkaAllocationsWriter;
import dev.tallystream.query.directory.KafkaDirectoryWriter;
import dev.tallystream.query.erasure.KafkaErasureWriter;
import dev.tallystream.query.erasure.KafkaRejectedRecords;
import dev.tallystream.query.event.KafkaOriginalEvents;
import dev.tallystream.query.event.KafkaRejectedEvents;
import dev.tallystream.query.event.KafkaReversalWriter;
import dev.tallystream.query.settings.KafkaSettingsWriter;
import dev.tallystream.query.topic.KafkaRecordWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the reading doors of a process that counts work with. */
final class CountingDoors {
    private CountingDoors() {}

    /**
     * The parts for {@link HttpServer}; what must be closed is added to the started ones.
     *
     * @param erasureKey null where nobody can be erased
     */
    static List<Object> of(
            Aggregator aggregator, String bootstrapServers, @Nullable ErasureKey erasureKey, StartedParts parts) {
        KafkaRecordWriter records = parts.add("record writer", KafkaRecordWriter.connect(bootstrapServers));
        List<Object> doors = new ArrayList<>(List.of(
                aggregator.view(),
                aggregator.partitions(),
                aggregator.figures(),
                new KafkaSettingsWriter(records),
                new KafkaAllocationsWriter(records),
                new KafkaDirectoryWriter(records),
                parts.add("journal reader", new KafkaOriginalEvents(bootstrapServers)),
                parts.add("rejected reader", new KafkaRejectedEvents(bootstrapServers, InstantSource.system())),
                new KafkaReversalWriter(records)));
        if (erasureKey != null) {
            doors.add(erasureKey);
            doors.add(new KafkaErasureWriter(records));
            doors.add(new KafkaRejectedRecords(bootstrapServers, records));
        }
        return doors;
    }
}
