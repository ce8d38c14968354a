package dev.tallystream.query.balance;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tallystream.query.usage.Fresh;
import dev.tallystream.query.usage.FreshnessAnswer;
import org.jspecify.annotations.Nullable;

/**
 * What is left of the running billing period. Everything in it is of one cut; credits are exact decimal strings, times
 * are RFC 3339 with the organization's offset.
 *
 * @param allocated what the period may use, by what is in force today; absent where nothing was ever allocated
 * @param used what the period has used
 * @param available what is left: never below 0; absent where nothing is allocated
 * @param overage what was used above the allocation; absent where nothing is allocated
 * @param resetsAt when the next period starts, with all of its allocation and nothing of this one's
 * @param forecast null where there is too little to know a pace from
 */
public record BalanceAnswer(
        String organizationId,
        BillingPeriodAnswer billingPeriod,

        @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) String allocated,

        String used,

        @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) String available,

        @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) String overage,

        String resetsAt,
        @Nullable ForecastAnswer forecast,
        FreshnessAnswer freshness)
        implements Fresh {
    /** The period; its end is exclusive. */
    public record BillingPeriodAnswer(String start, String end, String timeZone) {}

    /**
     * What is to be expected.
     *
     * @param method how it was found; docs/QUERIES.md has what each name means
     * @param creditsPerDay the pace, each weekday weighing the same
     * @param periodEndCredits what the period will have used at its end
     * @param runsOutAt when the allocation will be used up; null where it lasts until the reset or is used up already
     */
    public record ForecastAnswer(
            String method,
            String creditsPerDay,
            String periodEndCredits,
            @Nullable String runsOutAt) {}
}
