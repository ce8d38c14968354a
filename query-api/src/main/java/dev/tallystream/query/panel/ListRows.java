package dev.tallystream.query.panel;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.period.Period;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.query.usage.ListAnswer;
import dev.tallystream.query.usage.RankedRow;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a page of a list. */
final class ListRows {
    private ListRows() {}

    static List<ListPage.Row> of(ListAnswer answer, PageAddress address, List<Amount> amounts, Texts texts) {
        Figures figures = new Figures(texts.locale());
        Dimension dimension = address.page().dimension();
        List<String> periods = names(answer, address.granularity(), texts);
        List<Label> labels = Label.of(answer.items(), texts);
        Period shown = AnsweredPeriods.of(address.granularity(), answer.period());
        List<ListPage.Row> rows = new ArrayList<>(answer.items().size());
        for (RankedRow row : answer.items()) {
            int at = rows.size();
            String href = address.toMember(dimension, row.id()).href();
            String elsewhere = labels.get(at).href();
            rows.add(new ListPage.Row(
                    figures.count(row.rank()),
                    labels.get(at),
                    href,
                    elsewhere == null ? href : elsewhere,
                    trend(row, periods, !answer.period().complete(), texts),
                    MemberChange.of(row, answer.compared(), shown, texts),
                    amounts.get(at)));
        }
        return rows;
    }

    private static @Nullable Trend trend(RankedRow row, List<String> periods, boolean running, Texts texts) {
        List<String> trend = row.trend();
        return trend == null || trend.isEmpty()
                ? null
                : Trend.of(trend.stream().map(Credits::parse).toList(), periods, running, texts);
    }

    /** What the periods of the trends are called. */
    private static List<String> names(ListAnswer answer, Granularity granularity, Texts texts) {
        List<String> ids = answer.trendPeriods();
        if (ids == null) {
            return List.of();
        }
        PeriodWording wording = new PeriodWording(texts);
        List<String> names = new ArrayList<>(ids.size());
        Period shown = AnsweredPeriods.of(granularity, answer.period());
        for (int i = 0; i < ids.size(); i++) {
            LocalDate start = AnsweredPeriods.before(shown, ids.size() - 1 - i);
            names.add(wording.name(AnsweredPeriods.startingOn(granularity, ids.get(i), start)));
        }
        return names;
    }
}
