package dev.tallystream.query.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.query.usage.PanelAnswer.PeriodAnswer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a period's total is the sum of its features, of its teams, of its users and of its shorter periods, each
 * with what is unattributed. All of it is of one cut; every difference must be 0. Credits are exact decimal strings.
 *
 * @param balanced whether every side that is there has the same credits and events as the total
 * @param byUser absent where the organization hides individuals, and then named in {@code hidden}
 * @param byDay of a week or month; absent where the daily table no longer keeps all of its days
 * @param byMonth of a quarter; absent where a change of the calendar cut the quarter within a month
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReconciliationAnswer(
        String organizationId,
        String granularity,
        PeriodAnswer period,
        boolean balanced,
        String totalCredits,
        long eventCount,
        Side byFeature,
        Side byTeam,
        @Nullable Side byUser,
        @Nullable Side byDay,
        @Nullable Side byMonth,
        @Nullable List<String> hidden,
        FreshnessAnswer freshness)
        implements Fresh {
    /**
     * One way to sum the period up.
     *
     * @param difference its credits less the total's
     * @param eventDifference its events less the total's
     */
    public record Side(String credits, long eventCount, String difference, long eventDifference) {
        static Side of(Tally sum, Tally total) {
            return new Side(
                    sum.credits().toDecimal(),
                    sum.events(),
                    sum.credits().plus(total.credits().negated()).toDecimal(),
                    sum.events() - total.events());
        }
    }
}
