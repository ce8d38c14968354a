package dev.tallystream.query.usage;

import dev.tallystream.aggregator.period.Period;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.query.usage.PanelAnswer.PeriodAnswer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole list as it was at one cut, in its order and without names, which each page looks up for its own rows.
 *
 * @param erasedUsers how many users of the organization were erased then; a list from before names who is erased now
 * @param dates the period's dates
 * @param keepsPrevious whether the list of the period before can still be had
 * @param within what the member has to whom the list is narrowed; null for the whole organization
 * @param credits what the rows sum to
 * @param unattributed what belongs to no row, or null
 */
record ListSnapshot(
        OrganizationId organization,
        int erasedUsers,
        PeriodAnswer period,
        Period dates,
        boolean keepsPrevious,
        Shares shares,
        @Nullable Tally within,
        List<RankedMember> rows,
        Credits credits,
        @Nullable Tally unattributed) {}
