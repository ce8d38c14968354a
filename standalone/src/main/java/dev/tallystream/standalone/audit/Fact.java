package dev.tallystream.standalone.audit;

import dev.tallystream.contract.bytes.Hash128;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What one record of the journal says, in plain values: the recount's input, wherever it comes from. */
public sealed interface Fact {
    /** Where and when it was appended, by the broker's clock. */
    Place place();

    /** A record's partition, offset and append time. */
    record Place(int partition, long offset, Instant appended) {}

    /** Bytes that are no event. */
    record Unreadable(Place place) implements Fact {}

    /** A record of an organization. */
    sealed interface Said extends Fact {
        /** Whose it is. */
        String organization();

        /** When it happened, where it says so. */
        @Nullable
        Instant time();
    }

    /** A load of history is complete. */
    record Closed(
            Place place, String organization, @Nullable Instant time, String backfill) implements Said {}

    /**
     * Credits were used, corrected, or taken back.
     *
     * @param content tells a retry from a conflict
     * @param takenBack what a reversal takes back; null of anything else
     */
    record Credited(
            Place place,
            Kind kind,
            String organization,
            Identity identity,
            @Nullable Instant time,
            @Nullable String backfill,
            Amount amount,
            Hash128 content,
            @Nullable TakenBack takenBack)
            implements Said {}

    /** What a credited fact does. */
    enum Kind {
        /** Credits were used. */
        CONSUMED,
        /** A correction of any age and sign. */
        ADJUSTED,
        /** An earlier fact is taken back whole. */
        REVERSED
    }

    /** What makes a retry the same fact within its organization. */
    record Identity(String source, String id) {}

    /**
     * How much, and whose.
     *
     * @param actor member, guest or service; only a member's user counts
     */
    record Amount(
            String feature, @Nullable String team, @Nullable String user, String actor, long micros) {}

    /** The original of a reversal, and its content as the reversal restates it. */
    record TakenBack(Identity original, Hash128 content) {}
}
