package dev.tallystream.query.usage;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.contract.id.OrganizationId;
import java.util.List;
import java.util.Map;

/** The panel of one organization for one period. */
public record PanelRequest(OrganizationId organization, Granularity granularity, PeriodName period) {
    /** Reads {@code granularity} and {@code period}; absent ones have their defaults, any other is a fault. */
    public static Asked<PanelRequest> parse(OrganizationId organization, Map<String, List<String>> parameters) {
        ParameterReader reader = new ParameterReader(parameters);
        return reader.asked(new PanelRequest(organization, reader.granularity(), reader.period()));
    }
}
