package dev.tallystream.query.usage;

import dev.tallystream.aggregator.view.BackfillTally;
import dev.tallystream.contract.id.BackfillId;
import dev.tallystream.contract.id.OrganizationId;

/**
 * What became of a backfill's events so far, all zero where none has arrived; {@code closed} once it was declared
 * finished, after which nothing of it is counted any more.
 */
public record BackfillAnswer(
        String organizationId,
        String backfillid,
        long counted,
        long duplicate,
        long rejected,
        boolean closed,
        FreshnessAnswer freshness)
        implements Fresh {
    static BackfillAnswer of(
            OrganizationId organization, BackfillId backfill, BackfillTally tally, FreshnessAnswer freshness) {
        return new BackfillAnswer(
                organization.value(),
                backfill.value(),
                tally.counted(),
                tally.duplicate(),
                tally.rejected(),
                tally.closed(),
                freshness);
    }
}
