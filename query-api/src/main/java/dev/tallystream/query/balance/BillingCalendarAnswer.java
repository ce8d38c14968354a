package dev.tallystream.query.balance;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tallystream.contract.billing.BillingCalendar;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.query.usage.FreshnessAnswer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** On which day of the month billing periods start, the earliest rule first. */
record BillingCalendarAnswer(String organizationId, List<Rule> calendars, FreshnessAnswer freshness) {
    /**
     * One rule, until the next one.
     *
     * @param effectiveFrom its first date; absent of the first, which always held
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Rule(@Nullable String effectiveFrom, int billingDay) {}

    static BillingCalendarAnswer of(OrganizationId organization, BillingCalendar calendar, FreshnessAnswer freshness) {
        List<Rule> rules = new ArrayList<>();
        rules.add(new Rule(null, calendar.first().day()));
        for (BillingCalendar.Change change : calendar.changes()) {
            rules.add(new Rule(change.effectiveFrom().toString(), change.day().day()));
        }
        return new BillingCalendarAnswer(organization.value(), rules, freshness);
    }
}
