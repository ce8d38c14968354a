package dev.tallystream.query.balance;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.query.usage.Asked;
import dev.tallystream.query.usage.Awaited;
import dev.tallystream.query.usage.ParameterReader;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The balance of one organization's running billing period.
 *
 * @param awaited what the answer should have reached; null for whatever is counted
 */
public record BalanceRequest(
        OrganizationId organization, @Nullable Awaited awaited) {
    /** Reads what is awaited; any other parameter is a fault. */
    public static Asked<BalanceRequest> parse(OrganizationId organization, Map<String, List<String>> parameters) {
        ParameterReader reader = new ParameterReader(parameters);
        return reader.asked(new BalanceRequest(organization, reader.awaited()));
    }
}
