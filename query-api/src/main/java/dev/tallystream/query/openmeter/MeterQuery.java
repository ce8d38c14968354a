package dev.tallystream.query.openmeter;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.query.usage.Asked;
import dev.tallystream.query.usage.Asked.ParameterFault;
import dev.tallystream.query.usage.QueryRequest;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A question to the meter, in OpenMeter's words.
 *
 * @param usage the same question in our own
 * @param windowSize how long the windows are; null for one that is the whole range
 * @param zone the zone that the windows must be of; null for whatever the organization's is
 */
record MeterQuery(
        QueryRequest usage,
        @Nullable Granularity windowSize,
        @Nullable ZoneId zone) {
    /** Stands in for a subject that is missing or wrong; never seen by anybody, since then the whole is refused. */
    private static final OrganizationId NOBODY = new OrganizationId("nobody");

    /** Reads the parameters of a URL, or the members of a body that were made such. */
    static Asked<MeterQuery> parse(Map<String, List<String>> parameters) {
        MeterParameters reader = new MeterParameters(parameters);
        OrganizationId subject = reader.subject();
        Granularity windowSize = reader.windowSize();
        ZoneId zone = reader.windowTimeZone();
        Dimension groupBy = reader.groupBy();
        Map<String, List<String>> own = new HashMap<>();
        reader.moveTo(own, "from");
        reader.moveTo(own, "to");
        if (groupBy != null) {
            own.put("group_by", List.of(QueryRequest.parameter(groupBy)));
        }
        reader.filters(groupBy).forEach((filter, id) -> own.put(QueryRequest.parameter(filter), List.of(id)));
        List<ParameterFault> faults = new ArrayList<>(reader.faults());
        switch (QueryRequest.parse(subject == null ? NOBODY : subject, own)) {
            case Asked.NotUnderstood<QueryRequest>(var more) ->
                more.stream().map(MeterParameters::inTheirWords).forEach(faults::add);
            case Asked.Understood<QueryRequest>(var usage) -> {
                if (faults.isEmpty()) {
                    return new Asked.Understood<>(new MeterQuery(usage, windowSize, zone));
                }
            }
        }
        return new Asked.NotUnderstood<>(faults);
    }
}
