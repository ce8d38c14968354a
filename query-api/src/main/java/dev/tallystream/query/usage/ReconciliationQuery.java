package dev.tallystream.query.usage;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.period.Period;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.aggregator.view.MemberTally;
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

    Unstamped<ReconciliationAnswer> answer(PanelRequest request) {
        boolean usersHidden = Dimensions.isHidden(Dimension.USER, cut);
        PeriodAnswer asked = PeriodAnswer.of(period, cut.calendar(), today);
        Side byFeature = members(Dimension.FEATURE);
        Side byTeam = members(Dimension.TEAM);
        Side byUser = usersHidden ? null : members(Dimension.USER);
        Side byDay = days();
        Side byMonth = months();
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
                usersHidden ? List.of("by_user") : null,
                freshness);
    }

    private Side members(Dimension dimension) {
        return side(cut.breakdown(dimension, period).stream()
                .map(MemberTally::tally)
                .toList());
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
            sum = new Tally(sum.credits().plus(tally.credits()), sum.events() + tally.events());
        }
        return Side.of(sum, total);
    }
}
