package dev.tallystream.aggregator.topology;

import dev.tallystream.aggregator.view.Ledger.Outcome;
import dev.tallystream.contract.event.Decoded;
import dev.tallystream.contract.event.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one record became.
 *
 * @param rejected why, where it is rejected
 * @param reconsidered reversals that were counted as waiting, and turned out now to be wrong or to have waited in vain
 */
record Verdict(Outcome outcome, Admitted.@Nullable Rejected rejected, List<Admitted.Rejected> reconsidered) {
    static final Verdict COUNTED = new Verdict(Outcome.COUNTED, null, List.of());
    static final Verdict DUPLICATE = new Verdict(Outcome.DUPLICATE, null, List.of());

    static Verdict rejected(Admitted.Rejected rejected) {
        return new Verdict(Outcome.REJECTED, rejected, List.of());
    }

    static Verdict rejected(Admitted.Countable countable, Refusal reason, String pointer) {
        Decoded.Refused refused = Decoded.Refused.of(countable.event(), reason, pointer);
        return rejected(new Admitted.Rejected(refused, countable.arrival(), countable.bytes()));
    }

    /** The same, and that reversal is rejected after all. */
    Verdict insteadOf(Admitted.Rejected reversal) {
        List<Admitted.Rejected> all = new ArrayList<>(reconsidered);
        all.add(reversal);
        return new Verdict(outcome, rejected, List.copyOf(all));
    }
}
