package dev.tallystream.query.balance;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tallystream.query.usage.Fresh;
import dev.tallystream.query.usage.FreshnessAnswer;
import org.jspecify.annotations.Nullable;

/**
 * What an organization may use in the running billing period, what it used, and what is left. Credits are exact decimal
 * strings. Where nothing was sold to it, {@code allocated}, {@code available} and {@code overage} are absent.
 *
 * @param available never below 0
 * @param overage what was used beyond the allocation
 * @param resetsAt when the next billing period begins with a whole allocation; what is left then is lost
 * @param forecast absent where there are under three days of usage
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BalanceAnswer(
        String organizationId,
        BillingPeriodAnswer billingPeriod,
        @Nullable String allocated,
        String used,
        @Nullable String available,
        @Nullable String overage,
        String resetsAt,
        @Nullable ForecastAnswer forecast,
        FreshnessAnswer freshness)
        implements Fresh {
    /** The billing period with its instants in the organization's zone (RFC 3339 with offset, end exclusive). */
    public record BillingPeriodAnswer(String start, String end, String timeZone) {}

    /**
     * What is to be expected.
     *
     * @param creditsPerDay on an average day
     * @param periodEndCredits used by the end of the billing period
     * @param runsOutOn the date (of the organization's zone) on which the allocation would be used up if it were not
     *     reset before; absent where it is used up already, where nothing was sold, and beyond a year
     * @param runsOutBeforeReset whether that date lies in this billing period
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ForecastAnswer(
            String method,
            String creditsPerDay,
            String periodEndCredits,
            @Nullable String runsOutOn,
            boolean runsOutBeforeReset) {}
}
