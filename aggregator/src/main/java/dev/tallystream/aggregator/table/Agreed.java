package dev.tallystream.aggregator.table;

import dev.tallystream.contract.billing.BillingTerms;
import dev.tallystream.contract.billing.BillingTermsCodec;
import org.jspecify.annotations.Nullable;

/** What the store of allocations holds: readable terms only. */
public final class Agreed {
    private Agreed() {}

    /** The terms that the bytes are; none where there are none. */
    public static BillingTerms terms(byte @Nullable [] bytes) {
        if (bytes == null) {
            return BillingTerms.NONE;
        }
        return BillingTermsCodec.decode(bytes)
                .orElseThrow(
                        () -> new IllegalStateException("the store of allocations holds bytes that are not terms"));
    }
}
