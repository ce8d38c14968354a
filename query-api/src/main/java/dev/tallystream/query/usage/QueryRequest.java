package dev.tallystream.query.usage;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.contract.id.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Usage of a range, period by period, as OpenMeter's clients ask for it.
 *
 * @param from where the range begins
 * @param to where it ends; not in it
 * @param grouped whether the answer has a row for each member of {@code listed}
 * @param listed whose rows are read; null for the totals
 * @param only the one member of {@code listed} that is wanted; null for all of them
 * @param within the member of another dimension of which the rows are parts; null for the whole organization
 * @param awaited what the answer should have reached; null for whatever is counted
 */
public record QueryRequest(
        OrganizationId organization,
        RangeEdge from,
        RangeEdge to,
        Granularity granularity,
        boolean grouped,
        @Nullable Dimension listed,
        @Nullable String only,
        @Nullable Within within,
        @Nullable Awaited awaited) {
    /** The most periods of a range. */
    public static final int MAX_PERIODS = HistoryRequest.MAX_PERIODS;

    /**
     * The most days or months from which the rows of one member are summed: a quarter of days. Each is a range of its
     * own, and counting stands still while an answer is read.
     */
    public static final int MAX_SUMMED = 100;

    /** The most rows of an answer; more would be read for longer than an organization's counting should wait. */
    public static final int MAX_ROWS = 20_000;

    /** Reads the parameters; {@code from} and {@code to} must be given. */
    public static Asked<QueryRequest> parse(OrganizationId organization, Map<String, List<String>> parameters) {
        ParameterReader reader = new ParameterReader(parameters);
        RangeEdge from = reader.edge("from");
        RangeEdge to = reader.edge("to");
        Granularity granularity = reader.granularity();
        Dimension groupBy = reader.groupBy();
        String feature = reader.id(Dimension.FEATURE);
        String team = reader.id(Dimension.TEAM);
        Rows rows = rows(groupBy, feature, team);
        Within within = rows.within;
        if (within != null
                && rows.listed != null
                && !Within.offered(rows.listed).contains(within.dimension())) {
            reader.refuse(Within.parameter(within.dimension()), "cannot be combined with this group_by");
        }
        // Never seen by anybody where an edge is missing: then the whole is refused.
        RangeEdge none = new RangeEdge.Moment(Instant.EPOCH);
        return reader.asked(new QueryRequest(
                organization,
                from == null ? none : from,
                to == null ? none : to,
                granularity,
                groupBy != null,
                rows.listed,
                rows.only,
                within,
                reader.awaited()));
    }

    /** What URLs and answers call a member of that dimension: {@code feature}, {@code team_id}, {@code user_id}. */
    public static String parameter(Dimension dimension) {
        return Within.parameter(dimension);
    }

    /** The same question by periods of another length. */
    public QueryRequest by(Granularity other) {
        return new QueryRequest(organization, from, to, other, grouped, listed, only, within, awaited);
    }

    private record Rows(
            @Nullable Dimension listed,
            @Nullable String only,
            @Nullable Within within) {}

    /** The one dimension whose rows are read, and the other to which they are narrowed. */
    private static Rows rows(@Nullable Dimension groupBy, @Nullable String feature, @Nullable String team) {
        Within ofTeam = team == null ? null : new Within(Dimension.TEAM, team);
        Within ofFeature = feature == null ? null : new Within(Dimension.FEATURE, feature);
        if (groupBy == null) {
            return feature == null && team != null
                    ? new Rows(Dimension.TEAM, team, null)
                    : new Rows(feature == null ? null : Dimension.FEATURE, feature, ofTeam);
        }
        return switch (groupBy) {
            case FEATURE -> new Rows(groupBy, feature, ofTeam);
            case TEAM -> new Rows(groupBy, team, ofFeature);
            // With both, the one that users cannot be narrowed to is refused.
            case USER -> new Rows(groupBy, null, ofFeature == null ? ofTeam : ofFeature);
        };
    }
}
