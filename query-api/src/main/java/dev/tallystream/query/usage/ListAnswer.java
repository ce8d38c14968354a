package dev.tallystream.query.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tallystream.query.usage.PanelAnswer.PeriodAnswer;
import dev.tallystream.query.usage.PanelAnswer.Unattributed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ranked list: one page of rows, with exact count and credits of every row that matches whatever the page. {@code
 * kind} is {@code features}, {@code teams} or {@code users}; {@code unattributed} is absent from a search, which it
 * cannot match.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ListAnswer(
        String organizationId,
        String kind,
        String granularity,
        PeriodAnswer period,
        List<RankedRow> items,
        int totalCount,
        String totalCredits,
        @Nullable Unattributed unattributed,
        boolean hasMore,
        @Nullable String nextCursor,
        FreshnessAnswer freshness) {}
