package dev.tallystream.query.usage;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tallystream.aggregator.period.OrganizationCalendar;
import dev.tallystream.aggregator.period.Period;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.directory.DirectoryKind;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The panel in one answer: total, previous period, history, and the three breakdowns with their top 5. Everything in
 * it is of one cut. Nothing used: the three sections are absent; users hidden: {@code by_user} is absent and named in
 * {@code hidden}. Not running, or too little to know a pace from: {@code forecast} is absent. Credits are exact decimal strings.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PanelAnswer(
        String organizationId,
        String granularity,
        PeriodAnswer period,
        String totalCredits,
        long eventCount,
        PreviousAnswer previous,
        @Nullable ForecastAnswer forecast,
        List<HistoryPoint> history,
        @Nullable Section byFeature,
        @Nullable Section byTeam,
        @Nullable Section byUser,
        @Nullable List<String> hidden,
        FreshnessAnswer freshness)
        implements Fresh {
    /**
     * A period with its instants in the organization's zone (RFC 3339 with offset, end exclusive).
     *
     * @param previous the id of the period before
     * @param next the id of the period after; absent where that has not begun
     * @param nextIsRunning whether the period after is the running one; for pages, whose links do not name that
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PeriodAnswer(
            String id,
            String start,
            String end,
            String timeZone,
            boolean complete,
            String previous,
            @Nullable String next,
            @JsonIgnore boolean nextIsRunning) {
        /** Locale-free, and to the second: an offset with seconds is not RFC 3339. */
        private static final DateTimeFormatter RFC_3339 =
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssXXX", Locale.ROOT);

        static PeriodAnswer of(Period period, OrganizationCalendar calendar, LocalDate today) {
            boolean complete = isComplete(period, today);
            Period next = calendar.next(period);
            return new PeriodAnswer(
                    period.id(),
                    start(period.start(), calendar),
                    start(period.end(), calendar),
                    zone(period, calendar, today),
                    complete,
                    calendar.previous(period).id(),
                    complete ? next.id() : null,
                    next.contains(today));
        }

        /** The first instant of the date. */
        public static String start(LocalDate date, OrganizationCalendar calendar) {
            return time(calendar.startOf(date), calendar);
        }

        /** The instant by the zone that is in force then. */
        public static String time(Instant instant, OrganizationCalendar calendar) {
            return RFC_3339.format(instant.atZone(calendar.history().at(instant).zone()));
        }

        /** After a change of the zone within the period: the one of today, in the end that of its last date. */
        private static String zone(Period period, OrganizationCalendar calendar, LocalDate today) {
            LocalDate last = period.end().minusDays(1);
            LocalDate date = today.isAfter(last) ? last : period.contains(today) ? today : period.start();
            return calendar.ruleOn(date).zone().getId();
        }

        static boolean isComplete(Period period, LocalDate today) {
            return !today.isBefore(period.end());
        }
    }

    /**
     * The period before the one asked for.
     *
     * @param totalCredits absent where it is no longer kept
     * @param toSamePoint what it had used when as many days and whole hours of it were over as now of the running
     *     one; absent where the asked period is not running, or the hours of that day are no longer kept
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PreviousAnswer(
            String id,
            @Nullable String totalCredits,
            @Nullable String toSamePoint) {}

    /**
     * One bar of the chart; its start and end are RFC 3339 with offset, the end exclusive.
     *
     * @param credits absent where the period is no longer kept, which is not the same as 0
     * @param spike why the day stands out; absent from any other, and from longer periods
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record HistoryPoint(
            String id,
            String start,
            String end,
            @Nullable String credits,
            boolean complete,
            @Nullable SpikeAnswer spike) {}

    /**
     * What the running period will have used at its end; {@code method} names how that was found, and docs/QUERIES.md
     * has what each name means.
     */
    public record ForecastAnswer(String method, String periodEndCredits) {}

    /**
     * A breakdown: the first rows by credits, the rest as one (null where there is no rest), what belongs to none, and
     * how many members there are.
     */
    public record Section(
            List<RankedRow> items,
            @Nullable Others others,

            @Nullable @JsonInclude(JsonInclude.Include.NON_NULL)
            Unattributed unattributed,

            int totalCount) {
        /** How many rows have one of their own. */
        static final int TOP = 5;

        /** The section of that ranking, whose shares are parts of that whole. */
        static Section of(UsageCut names, Dimension dimension, Ranking ranking, Credits whole) {
            Shares shares = new Shares(whole);
            DirectoryKind kind = Dimensions.kind(dimension);
            List<RankedRow> items = ranking.members().stream()
                    .map(member -> RankedRow.from(member, names.directory(kind, member.id()), shares, null))
                    .toList();
            Others others = ranking.rest() == 0
                    ? null
                    : new Others(ranking.rest(), ranking.restCredits().toDecimal(), shares.of(ranking.restCredits()));
            return new Section(items, others, Unattributed.from(ranking.unattributed(), shares), ranking.count());
        }
    }

    /** Every member below the top, as one row; {@code share} as in {@link RankedRow}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Others(
            int count, String credits, @Nullable BigDecimal share) {}

    /** The part that belongs to no member; never folded into Others. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Unattributed(String credits, @Nullable BigDecimal share) {
        static @Nullable Unattributed from(@Nullable Tally tally, Shares shares) {
            return tally == null ? null : new Unattributed(tally.credits().toDecimal(), shares.of(tally.credits()));
        }
    }
}
