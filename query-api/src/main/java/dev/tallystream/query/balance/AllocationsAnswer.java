package dev.tallystream.query.balance;

import dev.tallystream.contract.billing.BillingTerms;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.query.usage.FreshnessAnswer;
import java.util.List;

/** How many credits each billing period may use from which date on, the earliest first. */
record AllocationsAnswer(String organizationId, List<Entry> allocations, FreshnessAnswer freshness) {
    /** One allocation, until the next one. */
    record Entry(String effectiveFrom, String credits) {}

    static AllocationsAnswer of(OrganizationId organization, BillingTerms terms, FreshnessAnswer freshness) {
        return new AllocationsAnswer(
                organization.value(),
                terms.allocations().stream()
                        .map(allocation -> new Entry(
                                allocation.effectiveFrom().toString(),
                                allocation.credits().toDecimal()))
                        .toList(),
                freshness);
    }
}
