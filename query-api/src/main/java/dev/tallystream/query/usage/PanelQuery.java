package dev.tallystream.query.usage;

import dev.tallystream.aggregator.period.OrganizationCalendar;
import dev.tallystream.aggregator.period.Period;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.query.forecast.Pace;
import dev.tallystream.query.forecast.PaceQuery;
import dev.tallystream.query.usage.PanelAnswer.ForecastAnswer;
import dev.tallystream.query.usage.PanelAnswer.HistoryPoint;
import dev.tallystream.query.usage.PanelAnswer.Others;
import dev.tallystream.query.usage.PanelAnswer.PeriodAnswer;
import dev.tallystream.query.usage.PanelAnswer.PreviousAnswer;
import dev.tallystream.query.usage.PanelAnswer.Section;
import dev.tallystream.query.usage.PanelAnswer.Unattributed;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The panel's numbers, read from one cut. */
final class PanelQuery {
    private static final int TOP = 5;

    private final UsageCut cut;
    private final OrganizationCalendar calendar;
    private final Period period;
    private final Instant now;
    private final LocalDate today;

    PanelQuery(UsageCut cut, Period period, Instant now) {
        this.cut = cut;
        this.now = now;
        this.calendar = cut.calendar();
        this.period = period;
        this.today = calendar.dateOf(now);
    }

    Unstamped<PanelAnswer> answer(PanelRequest request) {
        Tally total = cut.total(period);
        Period before = calendar.previous(period);
        PeriodAnswer asked = PeriodAnswer.of(period, calendar, today);
        PreviousAnswer previous = new PreviousAnswer(
                before.id(),
                keeps(before) ? cut.total(before).credits().toDecimal() : null,
                new SamePoint(cut, now).in(before, period));
        List<HistoryPoint> history = history();
        Section byFeature = section(Dimension.FEATURE, total);
        Section byTeam = section(Dimension.TEAM, total);
        Section byUser = section(Dimension.USER, total);
        List<String> hidden = Dimensions.isHidden(Dimension.USER, cut) ? List.of("by_user") : null;
        ForecastAnswer forecast = forecast(total);
        return freshness -> new PanelAnswer(
                request.organization().value(),
                request.granularity().wireName(),
                asked,
                total.credits().toDecimal(),
                total.events(),
                previous,
                forecast,
                history,
                byFeature,
                byTeam,
                byUser,
                hidden,
                freshness);
    }

    /** Of the running period only: what is over needs none. */
    private @Nullable ForecastAnswer forecast(Tally total) {
        if (!period.contains(today) || total.equals(Tally.ZERO)) {
            return null;
        }
        PaceQuery days = new PaceQuery(cut, today);
        return days.pace()
                .map(pace -> pace.atEnd(total.credits(), days.usedToday(), today, period.end()))
                .map(end -> new ForecastAnswer(Pace.METHOD, end.toDecimal()))
                .orElse(null);
    }

    /**
     * The bars of the chart: the asked period is the last one, one without usage is a 0, and of one that is no longer
     * kept nothing is said, whether its rows are swept already or not.
     */
    private List<HistoryPoint> history() {
        List<Period> bars = PeriodRun.endingWith(calendar, period, HistoryRequest.defaultPeriods(period.granularity()));
        SortedMap<LocalDate, Tally> totals =
                cut.history(period.granularity(), bars.getFirst().start(), period.end());
        return bars.stream()
                .map(bar -> new HistoryPoint(
                        bar.id(),
                        PeriodAnswer.start(bar.start(), calendar),
                        PeriodAnswer.start(bar.end(), calendar),
                        keeps(bar)
                                ? totals.getOrDefault(bar.start(), Tally.ZERO)
                                        .credits()
                                        .toDecimal()
                                : null,
                        PeriodAnswer.isComplete(bar, today)))
                .toList();
    }

    private boolean keeps(Period asked) {
        return cut.keeps(asked.granularity(), asked.start());
    }

    private @Nullable Section section(Dimension dimension, Tally total) {
        if (total.equals(Tally.ZERO) || Dimensions.isHidden(dimension, cut)) {
            return null;
        }
        Ranking ranking = Ranking.top(TOP, cut.breakdown(dimension, period));
        Shares shares = new Shares(total.credits());
        DirectoryKind kind = Dimensions.kind(dimension);
        List<RankedRow> items = ranking.members().stream()
                .map(member -> RankedRow.from(member, cut.directory(kind, member.id()), shares))
                .toList();
        Others others = ranking.rest() == 0
                ? null
                : new Others(ranking.rest(), ranking.restCredits().toDecimal(), shares.of(ranking.restCredits()));
        return new Section(items, others, Unattributed.from(ranking.unattributed(), shares), ranking.count());
    }
}
