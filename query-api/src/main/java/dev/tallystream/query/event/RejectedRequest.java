package dev.tallystream.query.event;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.query.usage.Asked;
import dev.tallystream.query.usage.Awaited;
import dev.tallystream.query.usage.ParameterReader;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One page of the rejected events.
 *
 * @param cursor as it came; null for the newest
 * @param awaited what the answer should have reached; null for whatever is counted
 */
record RejectedRequest(
        OrganizationId organization,
        int limit,
        @Nullable String cursor,
        @Nullable Awaited awaited) {
    static Asked<RejectedRequest> parse(OrganizationId organization, Map<String, List<String>> parameters) {
        ParameterReader reader = new ParameterReader(parameters);
        return reader.asked(new RejectedRequest(organization, reader.limit(), reader.cursor(), reader.awaited()));
    }
}
