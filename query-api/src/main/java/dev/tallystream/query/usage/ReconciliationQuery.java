package dev.tallystream.query.usage;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.period.Period;
import dev.tallystream.aggregator.view.Breakdown;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.aggregator.view.MemberTally;
import dev.tallystream.aggregator.view.OpenedRows;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.query.usage.PanelAnswer.PeriodAnswer;
import dev.tallystream.query.usage.ReconciliationAnswer.Side;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sums a period up in every way there is, from one cut. */
final class ReconciliationQuery {
    private final UsageCut cut;
    private final Period period;
    private final LocalDate today;
    private final Tally total;

    ReconciliationQuery(UsageCut cut, Period period, LocalDate today) {
        this.cut = cut;
        this.period = period;
        this.today = today;
        this.total = cut.total(period);
    }

    OpenedRows<Unstamped<ReconciliationAnswer>> answer(PanelRequest request) {
        boolean usersHidden = Dimensions.isHidden(Dimension.USER, cut);
        PeriodAnswer asked = PeriodAnswer.of(period, cut.calendar(), today);
        Breakdown features = cut.breakdown(Dimension.FEATURE, period);
        Breakdown teams = cut.breakdown(Dimension.TEAM, period);
        Breakdown users = usersHidden ? null : cut.breakdown(Dimension.USER, period);
        Side byDay = days();
        Side byMonth = months();
        return later -> {
            Side byUser = users == null ? null : members(users);
            return answer(request, asked, members(features), members(teams), byUser, byDay, byMonth);
        };
    }

    private Unstamped<ReconciliationAnswer> answer(
            PanelRequest request,
            PeriodAnswer asked,
            Side byFeature,
            Side byTeam,
            @Nullable Side byUser,
            @Nullable Side byDay,
            @Nullable Side byMonth) {
        boolean balanced = Stream.of(byFeature, byTeam, byUser, byDay, byMonth)
                .filter(Objects::nonNull)
                .allMatch(side ->
                        side.credits().equals(total.credits().toDecimal()) && side.eventCount() == total.events());
        return freshness -> new ReconciliationAnswer(
                request.organization().value(),
                request.granularity().wireName(),
                asked,
                balanced,
                total.credits().toDecimal(),
                total.events(),
                byFeature,
                byTeam,
                byUser,
                byDay,
                byMonth,
                byUser == null ? List.of("by_user") : null,
                freshness);
    }

    private Side members(Breakdown rows) {
        Tally sum = Tally.ZERO;
        for (MemberTally row : rows) {
            sum = plus(sum, row.tally());
        }
        return Side.of(sum, total);
    }

    private @Nullable Side days() {
        return switch (period.granularity()) {
            case WEEK, MONTH ->
                cut.keeps(Granularity.DAY, period.start())
                        ? side(cut.history(Granularity.DAY, period.start(), period.end())
                                .values())
                        : null;
            case DAY, QUARTER -> null;
        };
    }

    private @Nullable Side months() {
        boolean wholeMonths =
                period.start().getDayOfMonth() == 1 && period.end().getDayOfMonth() == 1;
        return switch (period.granularity()) {
            case QUARTER ->
                wholeMonths && cut.keeps(Granularity.MONTH, period.start())
                        ? side(cut.history(Granularity.MONTH, period.start(), period.end())
                                .values())
                        : null;
            case DAY, WEEK, MONTH -> null;
        };
    }

    private Side side(Collection<Tally> tallies) {
        Tally sum = Tally.ZERO;
        for (Tally tally : tallies) {
            sum = plus(sum, tally);
        }
        return Side.of(sum, total);
    }

    private static Tally plus(Tally sum, Tally tally) {
        return new Tally(sum.credits().plus(tally.credits()), sum.events() + tally.events());
    }
}
