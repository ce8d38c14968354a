package dev.tallystream.query.usage;

import dev.tallystream.aggregator.period.OrganizationCalendar;
import dev.tallystream.aggregator.period.Period;
import dev.tallystream.aggregator.view.OpenedRows;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.query.usage.HistoryAnswer.PeriodTotal;
import dev.tallystream.query.usage.PanelAnswer.PeriodAnswer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Totals of periods one after the other, of one cut; who made a day stand out is read when the cut is over. */
record HistoryQuery(UsageCut cut, LocalDate today) {
    OpenedRows<Unstamped<HistoryAnswer>> answer(HistoryRequest request, Period last) {
        OrganizationCalendar calendar = cut.calendar();
        List<Period> periods = PeriodRun.endingWith(calendar, last, request.periods()).stream()
                .filter(period -> cut.keeps(period.granularity(), period.start()))
                .toList();
        LocalDate first = periods.isEmpty() ? last.end() : periods.getFirst().start();
        SortedMap<LocalDate, Tally> totals = cut.history(request.granularity(), first, last.end());
        OpenedRows<Map<LocalDate, SpikeAnswer>> opened = new SpikeQuery(cut, today).among(periods);
        return later -> {
            Map<LocalDate, SpikeAnswer> spikes = opened.read(later);
            List<PeriodTotal> items = new ArrayList<>(periods.size());
            Tally sum = Tally.ZERO;
            for (Period period : periods) {
                Tally total = totals.getOrDefault(period.start(), Tally.ZERO);
                sum = sum.plus(total);
                items.add(item(calendar, period, total, spikes.get(period.start())));
            }
            String credits = sum.credits().toDecimal();
            long events = sum.events();
            return freshness -> new HistoryAnswer(
                    request.organization().value(),
                    request.granularity().wireName(),
                    items,
                    credits,
                    events,
                    freshness);
        };
    }

    private PeriodTotal item(OrganizationCalendar calendar, Period period, Tally total, @Nullable SpikeAnswer spike) {
        return new PeriodTotal(
                period.id(),
                PeriodAnswer.start(period.start(), calendar),
                PeriodAnswer.start(period.end(), calendar),
                total.credits().toDecimal(),
                total.events(),
                PeriodAnswer.isComplete(period, today),
                spike);
    }
}
