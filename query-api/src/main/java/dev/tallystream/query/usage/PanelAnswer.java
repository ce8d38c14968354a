package dev.tallystream.query.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The panel in one answer: total, previous period, history, and the three breakdowns with their top 5. Everything in
 * it is of one cut. Nothing used: the three sections are absent; users hidden: {@code by_user} is absent and named in
 * {@code hidden}. Credits are exact decimal strings.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PanelAnswer(
        String organizationId,
        String granularity,
        PeriodAnswer period,
        String totalCredits,
        long eventCount,
        PreviousAnswer previous,
        List<HistoryPoint> history,
        @Nullable Section byFeature,
        @Nullable Section byTeam,
        @Nullable Section byUser,
        @Nullable List<String> hidden,
        FreshnessAnswer freshness) {
    /** A period with its instants in the organization's zone (RFC 3339 with offset, end exclusive). */
    public record PeriodAnswer(String id, String start, String end, String timeZone, boolean complete) {}

    /** The period before the one asked for. */
    public record PreviousAnswer(String id, String totalCredits) {}

    /** One bar of the chart; {@code start} is RFC 3339 with offset. */
    public record HistoryPoint(String id, String start, String credits, boolean complete) {}

    /** A breakdown: the first rows by credits, the rest as one, what belongs to none, and how many members there are. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Section(
            List<RankedRow> items,
            @Nullable Others others,
            @Nullable Unattributed unattributed,
            int totalCount) {}

    /** Every member below the top, as one row. */
    public record Others(int count, String credits, double share) {}

    /** The part that belongs to no member; never folded into Others. */
    public record Unattributed(String credits, double share) {}
}
