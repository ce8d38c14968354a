package dev.tallystream.query.panel;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.period.Period;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.query.usage.FreshnessAnswer;
import dev.tallystream.query.usage.PanelAnswer;
import dev.tallystream.query.usage.PanelAnswer.HistoryPoint;
import dev.tallystream.query.usage.PanelAnswer.PeriodAnswer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The chart of the latest periods and the table of the same numbers. The table is what the server says; the chart is
 * drawn from it by the browser.
 *
 * @param span what it covers: "Last 8 quarters", or "8 quarters to Q3 2026" where the running one is not among them
 * @param description the chart in words
 */
record History(String span, String description, List<Bar> bars) {
    /**
     * One period.
     *
     * @param id the period's
     * @param href its page; null where the period is no longer kept
     * @param tick its short name on the axis
     * @param tickGroup what it shares with its neighbours on the axis
     * @param used what was used; null where the period is no longer kept
     * @param change against the period before, of a running one against the same point; a dash where there is none
     * @param notes what there is to say of the credits, a line each
     * @param spike why it stands out; null where it does not
     */
    record Bar(
            String id,
            @Nullable String href,
            String name,
            String tick,
            String tickGroup,
            @Nullable Used used,
            String change,
            List<String> notes,
            @Nullable Spike spike,
            boolean running,
            boolean shown) {
        /** The notes as one text. */
        String lines() {
            return String.join("\n", notes);
        }
    }

    /**
     * What a period used.
     *
     * @param value the credits for the height of the bar
     * @param exact the credits with their unit
     * @param width of the highest bar, in percent
     * @param pace the height that the running period is on the way to; null for others
     * @param paceWidth that, in percent
     */
    record Used(
            Figures.Figure credits,
            String value,
            String exact,
            String width,
            @Nullable String pace,
            @Nullable String paceWidth) {}

    static History of(PanelAnswer answer, @Nullable Pace pace, PageAddress address, Texts texts) {
        String samePoint = answer.previous().toSamePoint();
        return of(answer.history(), answer.period(), answer.freshness(), samePoint, pace, address, texts);
    }

    /**
     * The chart of those points.
     *
     * @param shown the period that the page is about, which is one of them
     * @param samePoint what the running period is compared with; null where there is nothing
     */
    static History of(
            List<HistoryPoint> points,
            PeriodAnswer shown,
            FreshnessAnswer freshness,
            @Nullable String samePoint,
            @Nullable Pace pace,
            PageAddress address,
            Texts texts) {
        LocalDate today = AnsweredPeriods.today(shown, freshness);
        return new Drawing(points, shown.id(), today, samePoint, pace, address, texts).history();
    }

    /** One history in the making. */
    private static final class Drawing {
        private final List<HistoryPoint> points;
        private final String shown;
        private final @Nullable String samePoint;
        private final @Nullable Pace pace;
        private final PageAddress address;
        private final Texts texts;
        private final Figures figures;
        private final PeriodWording wording;
        private final LocalDate today;
        private final int decimals;
        private final Credits highest;

        Drawing(
                List<HistoryPoint> points,
                String shown,
                LocalDate today,
                @Nullable String samePoint,
                @Nullable Pace pace,
                PageAddress address,
                Texts texts) {
            this.points = points;
            this.shown = shown;
            this.today = today;
            this.samePoint = samePoint;
            this.pace = pace;
            this.address = address;
            this.texts = texts;
            this.figures = new Figures(texts.locale());
            this.wording = new PeriodWording(texts);
            List<Credits> credits = points.stream()
                    .map(HistoryPoint::credits)
                    .filter(Objects::nonNull)
                    .map(Credits::parse)
                    .toList();
            this.decimals = Figures.decimals(credits.stream());
            Credits most = pace == null ? Credits.ZERO : pace.credits();
            for (Credits one : credits) {
                most = one.compareTo(most) > 0 ? one : most;
            }
            this.highest = most;
        }

        History history() {
            List<Bar> bars = new ArrayList<>();
            HistoryPoint before = null;
            for (HistoryPoint point : points) {
                bars.add(bar(point, before));
                before = point;
            }
            String plural = address.granularity().wireName() + "s";
            return new History(span(plural, bars), description(plural, bars), bars);
        }

        /** The last ones only where the last is the running one: a past period's chart ends where the period does. */
        private String span(String plural, List<Bar> bars) {
            if (bars.isEmpty() || bars.getLast().running()) {
                return texts.get("history.last." + plural, bars.size());
            }
            Period last = AnsweredPeriods.of(address.granularity(), points.getLast());
            // A week's number alone leaves its year open.
            String name = last.granularity() == Granularity.WEEK ? wording.nameWithDates(last) : wording.name(last);
            return texts.get("history.until." + plural, bars.size(), name);
        }

        private Bar bar(HistoryPoint point, @Nullable HistoryPoint before) {
            Granularity granularity = address.granularity();
            Period period = AnsweredPeriods.of(granularity, point);
            boolean running = period.contains(today);
            String credits = point.credits();
            String change = credits == null ? Figures.NONE : change(running, credits, before);
            return new Bar(
                    point.id(),
                    credits == null ? null : address.during(period, today).href(),
                    wording.nameWithDates(period),
                    wording.tick(period),
                    wording.tickGroup(period),
                    credits == null ? null : used(Credits.parse(credits), running),
                    change,
                    notes(point, change, running),
                    Spike.of(point, period, texts),
                    running,
                    point.id().equals(shown));
        }

        /** A part is compared with a part: the running period, which the page then is about, with the same point. */
        private String change(boolean running, String credits, @Nullable HistoryPoint before) {
            String earlier = running ? samePoint : before == null ? null : before.credits();
            Credits now = Credits.parse(credits);
            if (earlier == null || (running && now.micros() == 0)) {
                return Figures.NONE;
            }
            return figures.change(Credits.parse(earlier), now);
        }

        private Used used(Credits credits, boolean running) {
            Pace itsPace = running ? pace : null;
            Figures.Figure figure = figures.credits(credits, decimals);
            return new Used(
                    figure,
                    credits.toDecimal(),
                    texts.get("history.tip.credits", figures.credits(credits)),
                    Figures.width(ofHighest(credits)),
                    itsPace == null ? null : itsPace.credits().toDecimal(),
                    itsPace == null ? null : Figures.width(ofHighest(itsPace.credits())));
        }

        private List<String> notes(HistoryPoint point, String change, boolean running) {
            if (point.credits() == null) {
                return List.of(texts.get("history.not_kept"));
            }
            List<String> notes = new ArrayList<>();
            boolean compared = !change.equals(Figures.NONE);
            if (running) {
                notes.add(compared ? texts.get("history.tip.so_far", change) : texts.get("history.so_far"));
                if (pace != null) {
                    notes.add(pace.text());
                }
            } else if (compared) {
                notes.add(texts.get("history.tip.change", change));
            }
            return notes;
        }

        private BigDecimal ofHighest(Credits credits) {
            return highest.micros() <= 0
                    ? BigDecimal.ZERO
                    : BigDecimal.valueOf(credits.micros())
                            .divide(BigDecimal.valueOf(highest.micros()), MathContext.DECIMAL32);
        }

        private String description(String plural, List<Bar> bars) {
            List<String> sentences = new ArrayList<>();
            sentences.add(texts.get("history.chart." + plural, bars.size()));
            Bar most = highestOf(bars);
            if (most != null && most.used() != null) {
                sentences.add(texts.get(
                        "history.chart.highest", most.name(), most.used().credits()));
            }
            for (Bar bar : bars) {
                if (bar.shown() && bar.used() != null) {
                    String key = bar.running() ? "history.chart.shown_so_far" : "history.chart.shown";
                    sentences.add(texts.get(key, bar.name(), bar.used().credits()));
                }
            }
            for (Bar bar : bars) {
                if (bar.spike() != null) {
                    sentences.add(texts.get(
                            "history.chart.spike", bar.name(), bar.spike().text()));
                }
            }
            return String.join(" ", sentences);
        }

        /** The first of the highest bars; null where none stands above 0. */
        private static @Nullable Bar highestOf(List<Bar> bars) {
            Bar highest = null;
            BigDecimal most = BigDecimal.ZERO;
            for (Bar bar : bars) {
                BigDecimal value = bar.used() == null
                        ? BigDecimal.ZERO
                        : new BigDecimal(bar.used().value());
                if (value.compareTo(most) > 0) {
                    most = value;
                    highest = bar;
                }
            }
            return highest;
        }
    }
}
