package dev.tallystream.query.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Totals of periods one after the other, the oldest first; a period without usage is a 0, and periods that are no longer
 * kept are absent. {@code total_credits} and {@code event_count} are the sums of the items.
 */
public record HistoryAnswer(
        String organizationId,
        String granularity,
        List<PeriodTotal> items,
        String totalCredits,
        long eventCount,
        FreshnessAnswer freshness)
        implements Fresh {
    /**
     * One period; its start and end are RFC 3339 with offset, the end exclusive.
     *
     * @param spike why the day stands out; absent from any other, and from longer periods
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PeriodTotal(
            String id,
            String start,
            String end,
            String credits,
            long eventCount,
            boolean complete,
            @Nullable SpikeAnswer spike) {}
}
