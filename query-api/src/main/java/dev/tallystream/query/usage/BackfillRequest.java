package dev.tallystream.query.usage;

import dev.tallystream.contract.id.BackfillId;
import dev.tallystream.contract.id.OrganizationId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a backfill.
 *
 * @param awaited what the answer should have reached; null for whatever is counted
 */
public record BackfillRequest(
        OrganizationId organization,
        BackfillId backfill,
        @Nullable Awaited awaited) {
    /** Reads what is awaited; any other parameter is a fault. */
    public static Asked<BackfillRequest> parse(
            OrganizationId organization, BackfillId backfill, Map<String, List<String>> parameters) {
        ParameterReader reader = new ParameterReader(parameters);
        return reader.asked(new BackfillRequest(organization, backfill, reader.awaited()));
    }
}
