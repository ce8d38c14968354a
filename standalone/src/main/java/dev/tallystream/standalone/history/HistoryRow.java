package dev.tallystream.standalone.history;

import dev.tallystream.contract.event.Refusal;
import dev.tallystream.contract.id.BackfillId;
import dev.tallystream.contract.id.OrganizationId;

/** What a row of a file turned out to be. */
sealed interface HistoryRow {
    /** Where it stands in the file, from 1. */
    long line();

    /** An event to send, with the organization and the backfill under which it will be counted. */
    @SuppressWarnings("ArrayRecordComponent") // rows are never compared, and the bytes go straight into a request
    record Sendable(long line, Destination destination, byte[] event) implements HistoryRow {}

    /** No event. {@code reason} is a slug as the rejected topic spells it, {@code detail} a sentence. */
    record Bad(long line, String reason, String detail) implements HistoryRow {
        /** A row that the contract refuses. */
        static Bad of(long line, Refusal refusal) {
            return new Bad(line, refusal.slug(), refusal.sentence());
        }
    }

    /** Where an event is counted. */
    record Destination(OrganizationId organization, BackfillId backfill) {}
}
