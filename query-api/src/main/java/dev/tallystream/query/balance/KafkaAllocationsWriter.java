package dev.tallystream.query.balance;

import dev.tallystream.contract.billing.BillingTerms;
import dev.tallystream.contract.billing.BillingTermsCodec;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.topic.Placement;
import dev.tallystream.contract.topic.Topics;
import dev.tallystream.query.topic.KafkaRecordWriter;
import java.util.concurrent.CompletableFuture;

/** Writes terms to their topic, on the partition of the organization. */
public final class KafkaAllocationsWriter implements AllocationsWriter {
    private final KafkaRecordWriter records;

    /** Writes through that writer, which its owner closes. */
    public KafkaAllocationsWriter(KafkaRecordWriter records) {
        this.records = records;
    }

    @Override
    public CompletableFuture<Void> write(OrganizationId organization, BillingTerms terms) {
        return records.write(
                Topics.CREDIT_ALLOCATIONS,
                organization,
                Placement.recordKey(organization),
                BillingTermsCodec.encode(terms));
    }
}
