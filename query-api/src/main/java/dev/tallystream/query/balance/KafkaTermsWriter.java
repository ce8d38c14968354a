package dev.tallystream.query.balance;

import dev.tallystream.contract.allocation.CreditTerms;
import dev.tallystream.contract.allocation.CreditTermsCodec;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.topic.Placement;
import dev.tallystream.contract.topic.Topics;
import dev.tallystream.query.topic.KafkaRecordWriter;
import java.util.concurrent.CompletableFuture;

/** Writes terms to their topic, on the partition of the organization. */
public final class KafkaTermsWriter implements TermsWriter {
    private final KafkaRecordWriter records;

    /** Writes through that writer, which its owner closes. */
    public KafkaTermsWriter(KafkaRecordWriter records) {
        this.records = records;
    }

    @Override
    public CompletableFuture<Void> write(OrganizationId organization, CreditTerms terms) {
        return records.write(
                Topics.CREDIT_ALLOCATIONS,
                organization,
                Placement.recordKey(organization),
                CreditTermsCodec.encode(terms));
    }
}
