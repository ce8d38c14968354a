package dev.tallystream.query.usage;

import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.query.usage.ListAnswer.ComparedAnswer;
import dev.tallystream.query.usage.PanelAnswer.HistoryPoint;
import dev.tallystream.query.usage.PanelAnswer.PeriodAnswer;
import dev.tallystream.query.usage.PanelAnswer.Section;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One feature, team or user in one period, of one cut: its own row, its history and what it consists of. The parts of a
 * section add up to the member's credits.
 *
 * @param kind {@code features}, {@code teams} or {@code users}
 * @param member the member's own row, with its trend in the periods of the history; its rank is 0, for nobody is compared
 * @param whole what the member's share is of
 * @param compared what the member's change compares; null where nothing can be
 * @param history the bars of the member's chart
 * @param sections what the member used, by each other dimension that may be shown; none where nothing was used
 * @param keepsPrevious whether the period before is still kept
 * @param notKept whether sections are missing because their days or months are no longer kept
 */
public record MemberAnswer(
        String kind,
        PeriodAnswer period,
        RankedRow member,
        Credits whole,
        @Nullable ComparedAnswer compared,
        List<HistoryPoint> history,
        Map<Dimension, Section> sections,
        boolean notKept,
        boolean keepsPrevious,
        FreshnessAnswer freshness)
        implements Fresh {}
