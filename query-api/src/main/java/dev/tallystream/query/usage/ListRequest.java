package dev.tallystream.query.usage;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.contract.id.OrganizationId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One page of a ranked list.
 *
 * @param within the member of another dimension of which the rows are parts; null for the whole organization
 * @param search a part of the names wanted, whatever its case and accents; empty for every name
 * @param limit rows of a page
 * @param cursor where the page before ended, as its answer said; null for the first page
 * @param trend whether rows have their trend and change
 * @param resumes whether a list that is no longer kept goes on from the last row seen, in a list of now
 * @param awaited what a first page should have reached; null for whatever is counted
 */
public record ListRequest(
        OrganizationId organization,
        Dimension dimension,
        Granularity granularity,
        PeriodName period,
        @Nullable Within within,
        String search,
        Sort sort,
        int limit,
        @Nullable String cursor,
        boolean trend,
        boolean resumes,
        @Nullable Awaited awaited) {
    /** Rows of a page where nothing was asked. */
    public static final int DEFAULT_LIMIT = 50;

    /** The most rows that a page may have. */
    public static final int MAX_LIMIT = 500;

    /** The most rows of a page with trends: each is up to 30 single rows, and counting waits while they are read. */
    public static final int MAX_TREND_LIMIT = 100;

    /** Checks the limit. */
    public ListRequest {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit " + limit + " must be from 1 to " + MAX_LIMIT);
        }
    }

    /** The list as a page shows it to people: with trends, and going on where a kept list is gone. */
    public ListRequest forPeople() {
        return new ListRequest(
                organization,
                dimension,
                granularity,
                period,
                within,
                search,
                sort,
                Math.min(limit, MAX_TREND_LIMIT),
                cursor,
                true,
                true,
                awaited);
    }

    /**
     * Reads {@code granularity}, {@code period}, {@code q}, {@code sort}, {@code limit}, {@code cursor} and {@code
     * include}; absent ones have their defaults, any other is a fault.
     */
    public static Asked<ListRequest> parse(
            OrganizationId organization, Dimension dimension, Map<String, List<String>> parameters) {
        return parse(organization, dimension, new ParameterReader(parameters), null);
    }

    /** The same with {@code feature}, {@code team_id} or {@code user_id}, where the dimension can be narrowed by it. */
    public static Asked<ListRequest> parseNarrowed(
            OrganizationId organization, Dimension dimension, Map<String, List<String>> parameters) {
        ParameterReader reader = new ParameterReader(parameters);
        return parse(organization, dimension, reader, reader.within(dimension));
    }

    private static Asked<ListRequest> parse(
            OrganizationId organization, Dimension dimension, ParameterReader reader, @Nullable Within within) {
        ListRequest request = new ListRequest(
                organization,
                dimension,
                reader.granularity(),
                reader.period(),
                within,
                reader.search(),
                reader.sort(),
                reader.limit(),
                reader.cursor(),
                reader.trend(),
                false,
                reader.awaited());
        if (request.trend() && request.limit() > MAX_TREND_LIMIT) {
            reader.refuse("limit", "must be at most " + MAX_TREND_LIMIT + " with include=trend");
        }
        return reader.asked(request);
    }
}
