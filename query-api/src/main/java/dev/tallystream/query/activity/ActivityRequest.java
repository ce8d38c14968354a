package dev.tallystream.query.activity;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.query.usage.Asked;
import dev.tallystream.query.usage.ParameterReader;
import java.util.List;
import java.util.Map;

/**
 * Who was active lately.
 *
 * @param days how many, today among them
 */
public record ActivityRequest(OrganizationId organization, int days) {
    /** The ranges that can be asked for: each is a few months, weeks and days, whose rows are all gone through. */
    public static final List<Integer> OFFERED = List.of(7, 30, 90);

    /** The range where none is asked for. */
    public static final int DEFAULT = 30;

    /** Reads {@code days}; any other parameter is a fault. */
    public static Asked<ActivityRequest> parse(OrganizationId organization, Map<String, List<String>> parameters) {
        ParameterReader reader = new ParameterReader(parameters);
        int days = reader.oneOf("days", OFFERED, DEFAULT);
        return reader.asked(new ActivityRequest(organization, days));
    }
}
