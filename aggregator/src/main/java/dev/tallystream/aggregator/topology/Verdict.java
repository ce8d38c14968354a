package dev.tallystream.aggregator.topology;

import dev.tallystream.aggregator.view.Ledger.Outcome;
import dev.tallystream.contract.event.Decoded;
import dev.tallystream.contract.event.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * What one record became.
 *
 * @param rejected why, where it is rejected
 * @param reconsidered a reversal that was counted as waiting and turned out to be wrong now
 */
record Verdict(Outcome outcome, Admitted.@Nullable Rejected rejected, Admitted.@Nullable Rejected reconsidered) {
    static final Verdict COUNTED = new Verdict(Outcome.COUNTED, null, null);
    static final Verdict DUPLICATE = new Verdict(Outcome.DUPLICATE, null, null);

    static Verdict rejected(Admitted.Rejected rejected) {
        return new Verdict(Outcome.REJECTED, rejected, null);
    }

    static Verdict rejected(Admitted.Countable countable, Refusal reason, String pointer) {
        Decoded.Refused refused = Decoded.Refused.of(countable.event(), reason, pointer);
        return rejected(new Admitted.Rejected(refused, countable.arrival(), countable.bytes()));
    }

    static Verdict countedInsteadOf(Admitted.Rejected reconsidered) {
        return new Verdict(Outcome.COUNTED, null, reconsidered);
    }
}
