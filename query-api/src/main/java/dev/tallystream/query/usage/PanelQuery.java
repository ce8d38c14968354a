package dev.tallystream.query.usage;

import dev.tallystream.aggregator.period.OrganizationCalendar;
import dev.tallystream.aggregator.period.Period;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.aggregator.view.OpenedRows;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.query.forecast.Pace;
import dev.tallystream.query.forecast.PaceQuery;
import dev.tallystream.query.usage.PanelAnswer.ForecastAnswer;
import dev.tallystream.query.usage.PanelAnswer.HistoryPoint;
import dev.tallystream.query.usage.PanelAnswer.PeriodAnswer;
import dev.tallystream.query.usage.PanelAnswer.PreviousAnswer;
import dev.tallystream.query.usage.PanelAnswer.Section;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The panel's numbers, of one cut; its rankings are read when the cut is over. */
final class PanelQuery {
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

    OpenedRows<Unstamped<PanelAnswer>> answer(PanelRequest request) {
        Tally total = cut.total(period);
        Period before = calendar.previous(period);
        PeriodAnswer asked = PeriodAnswer.of(period, calendar, today);
        PreviousAnswer previous = new PreviousAnswer(
                before.id(),
                keeps(before) ? cut.total(before).credits().toDecimal() : null,
                new SamePoint(cut, now).in(before, period));
        OpenedRows<List<HistoryPoint>> history = history();
        OpenedSections opened = sections(total);
        List<String> hidden = Dimensions.isHidden(Dimension.USER, cut) ? List.of("by_user") : null;
        ForecastAnswer forecast = forecast(total);
        return later -> {
            Map<Dimension, Section> sections = opened.read(later);
            List<HistoryPoint> points = history.read(later);
            return freshness -> new PanelAnswer(
                    request.organization().value(),
                    request.granularity().wireName(),
                    asked,
                    total.credits().toDecimal(),
                    total.events(),
                    previous,
                    forecast,
                    points,
                    sections.get(Dimension.FEATURE),
                    sections.get(Dimension.TEAM),
                    sections.get(Dimension.USER),
                    hidden,
                    freshness);
        };
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
    private OpenedRows<List<HistoryPoint>> history() {
        List<Period> bars = PeriodRun.endingWith(calendar, period, HistoryRequest.defaultPeriods(period.granularity()));
        SortedMap<LocalDate, Tally> totals =
                cut.history(period.granularity(), bars.getFirst().start(), period.end());
        Map<LocalDate, String> credits = new HashMap<>();
        for (Period bar : bars) {
            if (keeps(bar)) {
                Tally total = totals.getOrDefault(bar.start(), Tally.ZERO);
                credits.put(bar.start(), total.credits().toDecimal());
            }
        }
        OpenedRows<Map<LocalDate, SpikeAnswer>> spikes = new SpikeQuery(cut, today).among(bars);
        return later -> points(bars, credits, spikes.read(later));
    }

    private List<HistoryPoint> points(
            List<Period> bars, Map<LocalDate, String> credits, Map<LocalDate, SpikeAnswer> spikes) {
        return bars.stream()
                .map(bar -> new HistoryPoint(
                        bar.id(),
                        PeriodAnswer.start(bar.start(), calendar),
                        PeriodAnswer.start(bar.end(), calendar),
                        credits.get(bar.start()),
                        PeriodAnswer.isComplete(bar, today),
                        spikes.get(bar.start())))
                .toList();
    }

    private boolean keeps(Period asked) {
        return cut.keeps(asked.granularity(), asked.start());
    }

    private OpenedSections sections(Tally total) {
        OpenedSections sections = new OpenedSections(total.credits());
        for (Dimension dimension : Dimension.values()) {
            if (!total.equals(Tally.ZERO) && !Dimensions.isHidden(dimension, cut)) {
                sections.add(dimension, cut.breakdown(dimension, period));
            }
        }
        return sections;
    }
}
