package dev.tallystream.query.usage;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.contract.id.OrganizationId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The panel of one organization for one period.
 *
 * @param awaited what the answer should have reached; null for whatever is counted
 */
public record PanelRequest(
        OrganizationId organization,
        Granularity granularity,
        PeriodName period,
        @Nullable Awaited awaited) {
    /** The panel as it is. */
    public PanelRequest(OrganizationId organization, Granularity granularity, PeriodName period) {
        this(organization, granularity, period, null);
    }

    /** Reads {@code granularity}, {@code period} and what is awaited; absent ones have their defaults. */
    public static Asked<PanelRequest> parse(OrganizationId organization, Map<String, List<String>> parameters) {
        ParameterReader reader = new ParameterReader(parameters);
        return reader.asked(new PanelRequest(organization, reader.granularity(), reader.period(), reader.awaited()));
    }
}
