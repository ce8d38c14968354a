package dev.tallystream.query.openmeter;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.contract.event.EventType;
import dev.tallystream.query.usage.QueryRequest;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is summed, as OpenMeter describes its meters. There is one, the same for every organization; nobody makes,
 * changes or deletes it.
 *
 * @param id a ULID that never changes
 * @param valueProperty where in an event's data the value is
 * @param groupBy by what it can be broken down, and where in an event's data that is
 */
@JsonNaming(LowerCamelCaseStrategy.class)
record Meter(
        String id,
        String slug,
        String name,
        String description,
        String aggregation,
        String eventType,
        String valueProperty,
        Map<String, String> groupBy,
        String createdAt,
        String updatedAt) {
    /** It was always there. */
    private static final String ALWAYS = "1970-01-01T00:00:00Z";

    /** All credits of an organization. */
    static final Meter CREDITS = new Meter(
            "00000000000000000000000001",
            "ai_credits_total",
            "AI credits",
            "Credits used by AI features, after reversals and adjustments.",
            "SUM",
            EventType.CREDITS_CONSUMED.wireName(),
            "$.credits",
            properties(),
            ALWAYS,
            ALWAYS);

    /** Whether a path means this meter: OpenMeter's paths take the one and the other. */
    boolean isCalled(String idOrSlug) {
        return idOrSlug.equals(slug) || idOrSlug.equals(id);
    }

    private static Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        for (Dimension dimension : Dimension.values()) {
            String name = QueryRequest.parameter(dimension);
            properties.put(name, "$." + name);
        }
        return properties;
    }
}
