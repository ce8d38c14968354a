package dev.tallystream.query.usage;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.contract.id.OrganizationId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one feature, team or user used in one period, and of what.
 *
 * @param awaited what the answer should have reached; null for whatever is counted
 */
public record MemberRequest(
        OrganizationId organization,
        Dimension dimension,
        String id,
        Granularity granularity,
        PeriodName period,
        @Nullable Awaited awaited) {
    /** Reads {@code granularity}, {@code period} and what is awaited; absent ones have their defaults. */
    public static Asked<MemberRequest> parse(
            OrganizationId organization, Dimension dimension, String id, Map<String, List<String>> parameters) {
        ParameterReader reader = new ParameterReader(parameters);
        return reader.asked(new MemberRequest(
                organization, dimension, id, reader.granularity(), reader.period(), reader.awaited()));
    }
}
