package dev.tallystream.standalone.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a partition's ledger says, in plain numbers.
 *
 * @param nextOffset every record of the partition before it is counted
 * @param appended the append time of the last of them, in milliseconds since 1970
 * @param reroutedUpTo by partition: every record there before that offset that belongs here is counted
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
    /** Keeps a copy. */
    public Ledger {
        reroutedUpTo = Map.copyOf(reroutedUpTo);
    }

    /** Whether every record has exactly one outcome. */
    public boolean balances() {
        return consumed + reroutedIn == counted + duplicate + rejected + reroutedOut;
    }

    /** Where the recount's numbers of the partition are others, one sentence for each. */
    public List<String> differences(PartitionCount recounted) {
        List<String> found = new ArrayList<>();
        if (!balances()) {
            found.add("the ledger does not balance: consumed %d, rerouted in %d; counted %d, duplicate %d, rejected %d,"
                            .formatted(consumed, reroutedIn, counted, duplicate, rejected)
                    + " rerouted out " + reroutedOut);
        }
        compare(found, "consumed", recounted.consumed(), consumed);
        compare(found, "rerouted in", recounted.reroutedIn(), reroutedIn);
        compare(found, "rerouted out", recounted.reroutedOut(), reroutedOut);
        compare(found, "duplicate", recounted.duplicate(), duplicate);
        // A reversal that waited in vain becomes rejected when the daily sweep comes by.
        long swept = rejected - recounted.rejected();
        if (swept < 0 || swept > recounted.mayBeRejected()) {
            compare(found, "rejected", recounted.rejected(), rejected);
            compare(found, "counted", recounted.counted(), counted);
        } else {
            compare(found, "counted", recounted.counted() - swept, counted);
        }
        return found;
    }

    private static void compare(List<String> found, String what, long recounted, long says) {
        if (recounted != says) {
            found.add("%s: recounted %d, but the ledger says %d".formatted(what, recounted, says));
        }
    }
}
