package dev.tallystream.query.usage;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.contract.id.OrganizationId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The totals of periods one after the other.
 *
 * @param period the last of them
 * @param periods how many
 * @param awaited what the answer should have reached; null for whatever is counted
 */
public record HistoryRequest(
        OrganizationId organization,
        Granularity granularity,
        PeriodName period,
        int periods,
        @Nullable Awaited awaited) {
    /** The most periods of one answer: nearly three years of days. They are one range of rows, read in a millisecond. */
    public static final int MAX_PERIODS = 1_000;

    /** Reads {@code granularity}, {@code period}, {@code periods} and what is awaited; absent ones have defaults. */
    public static Asked<HistoryRequest> parse(OrganizationId organization, Map<String, List<String>> parameters) {
        ParameterReader reader = new ParameterReader(parameters);
        Granularity granularity = reader.granularity();
        return reader.asked(new HistoryRequest(
                organization,
                granularity,
                reader.period(),
                reader.number("periods", defaultPeriods(granularity), MAX_PERIODS),
                reader.awaited()));
    }

    /** How many periods a chart shows where nothing else is asked. */
    static int defaultPeriods(Granularity granularity) {
        return switch (granularity) {
            case DAY -> 30;
            case WEEK -> 13;
            case MONTH -> 12;
            case QUARTER -> 8;
        };
    }
}
