package dev.tallystream.query.event;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.topic.Position;
import java.util.concurrent.CompletableFuture;

/** Publishes reversals as the ingest door publishes events. Thread-safe. */
public interface ReversalWriter {
    /**
     * Publishes one event in structured mode.
     *
     * @return completes with the position just behind it when it is durable, exceptionally where that is not known;
     *     publishing the same again is safe
     */
    CompletableFuture<Position> publish(OrganizationId organization, byte[] event);
}
