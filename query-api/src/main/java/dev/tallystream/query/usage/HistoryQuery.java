package dev.tallystream.query.usage;

import dev.tallystream.aggregator.period.OrganizationCalendar;
import dev.tallystream.aggregator.period.Period;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.query.usage.HistoryAnswer.PeriodTotal;
import dev.tallystream.query.usage.PanelAnswer.PeriodAnswer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Totals of periods one after the other, read from one cut. */
record HistoryQuery(UsageCut cut, LocalDate today) {
    Unstamped<HistoryAnswer> answer(HistoryRequest request, Period last) {
        OrganizationCalendar calendar = cut.calendar();
        List<Period> periods = PeriodRun.endingWith(calendar, last, request.periods()).stream()
                .filter(period -> cut.keeps(period.granularity(), period.start()))
                .toList();
        LocalDate first = periods.isEmpty() ? last.end() : periods.getFirst().start();
        SortedMap<LocalDate, Tally> totals = cut.history(request.granularity(), first, last.end());
        Map<LocalDate, SpikeAnswer> spikes = new SpikeQuery(cut, today).among(periods);
        List<PeriodTotal> items = new ArrayList<>(periods.size());
        Tally sum = Tally.ZERO;
        for (Period period : periods) {
            Tally total = totals.getOrDefault(period.start(), Tally.ZERO);
            sum = sum.plus(total);
            items.add(new PeriodTotal(
                    period.id(),
                    PeriodAnswer.start(period.start(), calendar),
                    PeriodAnswer.start(period.end(), calendar),
                    total.credits().toDecimal(),
                    total.events(),
                    PeriodAnswer.isComplete(period, today),
                    spikes.get(period.start())));
        }
        String credits = sum.credits().toDecimal();
        long events = sum.events();
        return freshness -> new HistoryAnswer(
                request.organization().value(), request.granularity().wireName(), items, credits, events, freshness);
    }
}
