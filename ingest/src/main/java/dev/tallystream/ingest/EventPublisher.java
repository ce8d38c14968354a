package dev.tallystream.ingest;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.topic.Position;
import java.util.concurrent.CompletionStage;

/** Where accepted events go. Thread-safe, and made for having many events under way at once. */
public interface EventPublisher {
    /**
     * Stores one event. Where too much is under way already, the call waits for room for a short while: that is the
     * brake of those who publish more than can be stored.
     *
     * @param organization the event's own organization, which decides its place
     * @param event a CloudEvent in structured JSON, stored byte for byte; the caller must not change the array later
     * @return completes once the event is durable, with the position just behind it; completes exceptionally with
     *     {@link EventNotStored} where that is not known, and then publishing it again is right; the call itself throws
     *     nothing
     */
    CompletionStage<Position> publish(OrganizationId organization, byte[] event);
}
