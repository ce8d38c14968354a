package dev.tallystream.query.panel;

import dev.tallystream.aggregator.period.Period;
import dev.tallystream.query.usage.PanelAnswer.HistoryPoint;
import dev.tallystream.query.usage.SpikeAnswer;
import dev.tallystream.query.usage.SpikeAnswer.Contributor;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Why a bar of the history stands out, in words.
 *
 * @param label "Spike"
 * @param text "4.9 times a usual Wednesday, most of the rise from Create image in Brand Studio"
 */
record Spike(String label, String text) {
    /** What the chart says of the bar. */
    String line() {
        return label + ": " + text;
    }

    /** The spike of that bar; null where it is none. */
    static @Nullable Spike of(HistoryPoint point, Period period, Texts texts) {
        SpikeAnswer spike = point.spike();
        return spike == null || point.credits() == null
                ? null
                : new Spike(texts.get("history.spike"), text(spike, point.credits(), period, texts));
    }

    private static String text(SpikeAnswer spike, String credits, Period period, Texts texts) {
        BigDecimal times =
                new BigDecimal(credits).divide(new BigDecimal(spike.usualCredits()), 1, RoundingMode.HALF_UP);
        String weekday = DateTimeFormatter.ofPattern(texts.pattern("date.weekday"), texts.locale())
                .format(period.start());
        String much = texts.get("history.spike.times", times, weekday);
        Contributor feature = spike.feature();
        Contributor team = spike.team();
        if (feature == null) {
            return team == null ? much : texts.get("history.spike.of", much, Label.plain(team.name()));
        }
        return team == null
                ? texts.get("history.spike.of", much, Label.plain(feature.name()))
                : texts.get("history.spike.of_both", much, Label.plain(feature.name()), Label.plain(team.name()));
    }
}
