package dev.tallystream.query.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Usage of a range, period by period; {@code to} is not in it. Without a grouping every period has a row, with one every
 * member that used anything in it. {@code total_credits} and {@code event_count} are the sums of the rows.
 */
public record QueryAnswer(
        String organizationId,
        String granularity,
        String from,
        String to,
        List<QueryRow> data,
        String totalCredits,
        long eventCount,
        FreshnessAnswer freshness)
        implements Fresh {
    /**
     * One row.
     *
     * @param period the period's id
     * @param groupBy the grouping's parameter with the member's id, null for what belongs to none; absent without a
     *     grouping
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record QueryRow(
            String period,
            String windowStart,
            String windowEnd,
            String credits,
            long eventCount,
            @Nullable Map<String, @Nullable String> groupBy) {}
}
