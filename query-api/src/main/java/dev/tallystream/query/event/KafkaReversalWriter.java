package dev.tallystream.query.event;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.topic.Position;
import dev.tallystream.query.topic.KafkaRecordWriter;
import java.util.concurrent.CompletableFuture;

/** Publishes to the events topic, on the partition of the organization. */
public final class KafkaReversalWriter implements ReversalWriter {
    private final KafkaRecordWriter records;

    /** Writes through that writer, which its owner closes. */
    public KafkaReversalWriter(KafkaRecordWriter records) {
        this.records = records;
    }

    @Override
    public CompletableFuture<Position> publish(OrganizationId organization, byte[] event) {
        return records.publish(organization, event);
    }
}
