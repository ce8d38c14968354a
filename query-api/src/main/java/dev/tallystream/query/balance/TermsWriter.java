package dev.tallystream.query.balance;

import dev.tallystream.contract.allocation.CreditTerms;
import dev.tallystream.contract.id.OrganizationId;
import java.util.concurrent.CompletableFuture;

/** Writes what was sold to organizations. Thread-safe. */
public interface TermsWriter {
    /**
     * Replaces the organization's terms; of two writes over the same version the earlier one stays.
     *
     * @return completes when they are durable, answers follow them soon after; exceptionally where they are not
     */
    CompletableFuture<Void> write(OrganizationId organization, CreditTerms terms);
}
