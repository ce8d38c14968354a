package dev.tallystream.query.erasure;

import dev.tallystream.aggregator.view.ErasedRows;
import dev.tallystream.aggregator.view.Reading;
import dev.tallystream.query.access.Denial;
import org.jspecify.annotations.Nullable;

/** What became of an erasure. */
public sealed interface ErasureOutcome {
    /** The user is erased here. */
    record Erased(Cleared cleared) implements ErasureOutcome {}

    /** The caller may not. */
    record Denied(Denial denial) implements ErasureOutcome {}

    /** The organization's tables are not here now; nothing was done. */
    record Unavailable(Reading.Reason reason) implements ErasureOutcome {}

    /** Kafka did not take it; what was stored stays, and doing it again is safe. */
    record NotStored() implements ErasureOutcome {}

    /** It is stored and goes on; asking again gives its answer. */
    record GoesOn() implements ErasureOutcome {}

    /** As many erasures as may run at once do. */
    record TooMany() implements ErasureOutcome {}

    /**
     * What was cleared.
     *
     * @param rows of the tables; null where the organization hides what individuals did, which their number would tell
     * @param name whether there was one
     * @param rejectedRecords that named the user and lost their bytes
     * @param snapshots lists of the organization that were dropped on this node, with their cursors
     */
    record Cleared(@Nullable ErasedRows rows, boolean name, long rejectedRecords, int snapshots) {}
}
