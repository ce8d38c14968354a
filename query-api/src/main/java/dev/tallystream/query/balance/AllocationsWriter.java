package dev.tallystream.query.balance;

import dev.tallystream.contract.billing.BillingTerms;
import dev.tallystream.contract.id.OrganizationId;
import java.util.concurrent.CompletableFuture;

/** Says what was agreed with an organization. Thread-safe. */
public interface AllocationsWriter {
    /**
     * Replaces the organization's terms where they are the next version; of two that are, the one that is read first
     * stays.
     *
     * @return completes when the terms are durable, answers follow them soon after; exceptionally where they are not
     */
    CompletableFuture<Void> write(OrganizationId organization, BillingTerms terms);
}
