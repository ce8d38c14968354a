package dev.tallystream.query.panel;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.period.Period;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.query.usage.FreshnessAnswer;
import dev.tallystream.query.usage.PanelAnswer;
import dev.tallystream.query.usage.PanelAnswer.HistoryPoint;
import dev.tallystream.query.usage.PanelAnswer.PeriodAnswer;
import dev.tallystream.query.usage.SpikeAnswer;
import dev.tallystream.query.usage.SpikeAnswer.Contributor;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The chart of the latest periods and the table of the same numbers. The table is what the server says; the chart is
 * drawn from it by the browser.
 *
 * @param span what it covers: "Last 8 quarters"
 * @param description the chart in words
 */
record History(String span, String description, List<Bar> bars) {
    /**
     * One period.
     *
     * @param id the period's
     * @param tick its short name on the axis
     * @param tickGroup what it shares with its neighbours on the axis
     * @param value the credits for the height of the bar
     * @param width of the highest bar, in percent
     * @param exact the credits with their unit
     * @param note what there is to say of the credits, or empty
     * @param spike why it stands out, or empty
     * @param change against the period before; none while the period runs, since that would compare a part with a whole
     */
    record Bar(
            String id,
            String href,
            String name,
            String tick,
            String tickGroup,
            String value,
            String width,
            Figures.Figure credits,
            String change,
            String exact,
            String note,
            String spike,
            boolean running,
            boolean shown) {}

    static History of(PanelAnswer answer, PageAddress address, Texts texts) {
        return of(answer.history(), answer.period(), answer.freshness(), address, texts);
    }

    /** The chart of those points, of which the page's period is one. */
    static History of(
            List<HistoryPoint> points,
            PeriodAnswer shown,
            FreshnessAnswer freshness,
            PageAddress address,
            Texts texts) {
        Figures figures = new Figures(texts.locale());
        PeriodWording wording = new PeriodWording(texts);
        Granularity granularity = address.granularity();
        LocalDate today = AnsweredPeriods.today(shown, freshness);
        List<Credits> credits =
                points.stream().map(point -> Credits.parse(point.credits())).toList();
        int decimals = Figures.decimals(credits.stream());
        Credits highest = credits.stream().max(Comparator.naturalOrder()).orElse(Credits.ZERO);
        List<Bar> bars = new ArrayList<>(points.size());
        for (int i = 0; i < points.size(); i++) {
            HistoryPoint point = points.get(i);
            Period period = AnsweredPeriods.of(granularity, point);
            boolean running = period.contains(today);
            String change =
                    i == 0 || !point.complete() ? Figures.NONE : figures.change(credits.get(i - 1), credits.get(i));
            bars.add(new Bar(
                    period.id(),
                    address.during(period, today).href(),
                    wording.nameWithDates(period),
                    wording.tick(period),
                    wording.tickGroup(period),
                    point.credits(),
                    Figures.width(ofHighest(credits.get(i), highest)),
                    figures.credits(credits.get(i), decimals),
                    change,
                    texts.get("history.tip.credits", figures.credits(credits.get(i))),
                    note(change, running, texts),
                    spike(point, period, texts),
                    running,
                    point.id().equals(shown.id())));
        }
        String plural = granularity.wireName() + "s";
        return new History(
                texts.get("history.last." + plural, bars.size()),
                description(texts, plural, bars, credits.indexOf(highest)),
                bars);
    }

    private static String note(String change, boolean running, Texts texts) {
        if (running) {
            return texts.get("history.so_far");
        }
        return change.equals(Figures.NONE) ? "" : texts.get("history.tip.change", change);
    }

    /** Why the bar stands out, with names that cannot turn the sentence around; empty for any other bar. */
    private static String spike(HistoryPoint point, Period period, Texts texts) {
        SpikeAnswer spike = point.spike();
        if (spike == null) {
            return "";
        }
        BigDecimal usual = new BigDecimal(spike.usualCredits());
        BigDecimal times = new BigDecimal(point.credits()).divide(usual, 1, RoundingMode.HALF_UP);
        String weekday = DateTimeFormatter.ofPattern(texts.pattern("date.weekday"), texts.locale())
                .format(period.start());
        String much = texts.get("history.spike.times", times, weekday);
        Contributor feature = spike.feature();
        Contributor team = spike.team();
        if (feature == null) {
            return team == null ? much : texts.get("history.spike.of", much, isolated(team));
        }
        return team == null
                ? texts.get("history.spike.of", much, isolated(feature))
                : texts.get("history.spike.of_both", much, isolated(feature), isolated(team));
    }

    private static String isolated(Contributor contributor) {
        return "\u2068" + contributor.name() + "\u2069";
    }

    private static BigDecimal ofHighest(Credits credits, Credits highest) {
        return highest.micros() <= 0
                ? BigDecimal.ZERO
                : BigDecimal.valueOf(credits.micros())
                        .divide(BigDecimal.valueOf(highest.micros()), MathContext.DECIMAL32);
    }

    private static String description(Texts texts, String plural, List<Bar> bars, int highest) {
        List<String> sentences = new ArrayList<>();
        sentences.add(texts.get("history.chart." + plural, bars.size()));
        if (highest >= 0) {
            Bar bar = bars.get(highest);
            sentences.add(texts.get("history.chart.highest", bar.name(), bar.credits()));
        }
        bars.stream()
                .filter(Bar::shown)
                .map(bar -> texts.get(
                        bar.running() ? "history.chart.shown_so_far" : "history.chart.shown",
                        bar.name(),
                        bar.credits()))
                .forEach(sentences::add);
        return String.join(" ", sentences);
    }
}
