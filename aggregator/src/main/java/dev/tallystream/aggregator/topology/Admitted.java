package dev.tallystream.aggregator.topology;

import dev.tallystream.aggregator.table.Arrival;
import dev.tallystream.contract.event.Decoded;
import dev.tallystream.contract.event.Event;
import dev.tallystream.contract.id.OrganizationId;
import org.jspecify.annotations.Nullable;

/** What a record turned out to be on its way through the topology. */
sealed interface Admitted {
    /** An event on the partition of its organization, to be counted once. */
    record Countable(Event event, Arrival arrival, byte[] bytes, boolean rerouted) implements Admitted {}

    /** An event on another partition than its organization's: its bytes travel on. */
    record Misplaced(OrganizationId organization, byte[] bytes) implements Admitted {}

    /**
     * Nothing that can be counted.
     *
     * @param bytes the record's value; null where it has none, or where it only lies at its origin any more
     */
    record Rejected(Decoded.Refused refused, Arrival arrival, byte @Nullable [] bytes) implements Admitted {}
}
