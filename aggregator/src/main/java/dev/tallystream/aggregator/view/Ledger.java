package dev.tallystream.aggregator.view;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of every record of a partition, written in the same transaction as its effect:
 * {@code consumed + reroutedIn = counted + duplicate + rejected + reroutedOut}.
 *
 * @param consumed records read from the partition of the events topic
 * @param reroutedIn records that other partitions passed on to this one
 * @param counted events that were added to the tables, and marks that were heeded
 * @param duplicate events that were known
 * @param rejected records that went to the rejected topic
 * @param reroutedOut records that were passed on to the partition of their organization
 * @param nextOffset every record of the partition before this offset is in here
 * @param appended the append time of the last of them, in milliseconds since 1970
 * @param reroutedUpTo by the partition that passed them on: every record of that partition before this offset that
 *     belongs to an organization of this partition is in here
 */
public record Ledger(
        long consumed,
        long reroutedIn,
        long counted,
        long duplicate,
        long rejected,
        long reroutedOut,
        long nextOffset,
        long appended,
        Map<Integer, Long> reroutedUpTo) {
    /** Nothing read. */
    public static final Ledger EMPTY = new Ledger(0, 0, 0, 0, 0, 0, 0, 0, Map.of());

    /** Keeps a copy. */
    public Ledger {
        reroutedUpTo = Map.copyOf(reroutedUpTo);
    }

    /** What one record became. */
    public enum Outcome {
        /** Its effect is in the tables. */
        COUNTED,
        /** It was known. */
        DUPLICATE,
        /** It went to the rejected topic. */
        REJECTED,
        /** It was passed on to the partition of its organization. */
        REROUTED
    }

    /** Whether every record has exactly one outcome. */
    public boolean balances() {
        return consumed + reroutedIn == counted + duplicate + rejected + reroutedOut;
    }

    /** With one more record of the partition itself. */
    public Ledger plusConsumed(long offset, Instant appendTime, Outcome outcome) {
        return plus(outcome, 1, 0, offset + 1, appendTime.toEpochMilli(), reroutedUpTo);
    }

    /** With one more record that another partition passed on; it was first appended there at that offset. */
    public Ledger plusRerouted(int fromPartition, long offset, Outcome outcome) {
        Map<Integer, Long> upTo = new TreeMap<>(reroutedUpTo);
        upTo.put(fromPartition, offset + 1);
        return plus(outcome, 0, 1, nextOffset, appended, upTo);
    }

    /** With one record that was counted and turned out to be none: a reversal that waited in vain. */
    public Ledger reconsidered() {
        return new Ledger(
                consumed,
                reroutedIn,
                counted - 1,
                duplicate,
                rejected + 1,
                reroutedOut,
                nextOffset,
                appended,
                reroutedUpTo);
    }

    private Ledger plus(
            Outcome outcome,
            long own,
            long passedOn,
            long newNextOffset,
            long newAppended,
            Map<Integer, Long> newReroutedUpTo) {
        return new Ledger(
                consumed + own,
                reroutedIn + passedOn,
                counted + (outcome == Outcome.COUNTED ? 1 : 0),
                duplicate + (outcome == Outcome.DUPLICATE ? 1 : 0),
                rejected + (outcome == Outcome.REJECTED ? 1 : 0),
                reroutedOut + (outcome == Outcome.REROUTED ? 1 : 0),
                newNextOffset,
                newAppended,
                newReroutedUpTo);
    }
}
