package dev.tallystream.query.panel;

import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.query.usage.PanelAnswer;
import dev.tallystream.query.usage.PanelAnswer.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The details panel of one period.
 *
 * @param href its own address, from which the browser asks for newer numbers
 * @param version changes whenever anything but the freshness does
 * @param byFeature null where nothing was used
 * @param donut the features as a ring
 * @param others the sections after By feature, without those that are hidden
 */
record DetailsPage(
        Shell shell,
        String href,
        String version,
        PeriodBar period,
        LastUpdated updated,
        Hero hero,
        History history,
        @Nullable Ranked byFeature,
        @Nullable Donut donut,
        List<Ranked> others,
        String zone) {
    /**
     * The one figure that matters.
     *
     * @param label what it is
     * @param change against the period before, or empty
     * @param context what it may be compared with, or empty
     */
    record Hero(String label, Figures.Figure credits, String change, String context, List<Fact> facts) {}

    /** A smaller figure beside it. */
    record Fact(String label, String value) {}

    static DetailsPage of(PanelAnswer answer, PageAddress address, Shell shell) {
        Texts texts = shell.texts();
        List<Ranked> others = new ArrayList<>();
        if (answer.byTeam() != null) {
            others.add(Ranked.of(Dimension.TEAM, answer.byTeam(), address, texts));
        }
        if (answer.byUser() != null) {
            others.add(Ranked.of(Dimension.USER, answer.byUser(), address, texts));
        }
        Ranked byFeature =
                answer.byFeature() == null ? null : Ranked.of(Dimension.FEATURE, answer.byFeature(), address, texts);
        return new DetailsPage(
                shell,
                address.href(),
                version(answer),
                PeriodBar.of(answer.period(), answer.freshness(), address, texts),
                LastUpdated.of(answer.freshness(), answer.period().timeZone(), texts),
                hero(answer, address, texts),
                History.of(answer, address, texts),
                byFeature,
                byFeature == null ? null : Donut.of(byFeature),
                others,
                answer.period().timeZone());
    }

    private static Hero hero(PanelAnswer answer, PageAddress address, Texts texts) {
        Figures figures = new Figures(texts.locale());
        boolean running = !answer.period().complete();
        Credits total = Credits.parse(answer.totalCredits());
        Credits before = Credits.parse(answer.previous().totalCredits());
        String change = "";
        String context = "";
        if (before.micros() > 0 && answer.byFeature() != null) {
            // A running period is a part, the one before a whole: the two are put side by side, not compared.
            change = running ? "" : figures.change(before, total);
            context = texts.get(
                    running ? "hero.previous" : "hero.compared",
                    nameOfPrevious(answer, address, texts),
                    figures.credits(before));
        }
        List<Fact> facts = new ArrayList<>();
        if (answer.eventCount() > 0) {
            facts.add(new Fact(texts.get("hero.events"), figures.count(answer.eventCount())));
        }
        addCount(facts, "hero.features", answer.byFeature(), texts);
        addCount(facts, "hero.teams", answer.byTeam(), texts);
        addCount(facts, "hero.users", answer.byUser(), texts);
        return new Hero(
                texts.get(running ? "hero.used_so_far" : "hero.used"), figures.credits(total), change, context, facts);
    }

    private static String nameOfPrevious(PanelAnswer answer, PageAddress address, Texts texts) {
        PeriodWording wording = new PeriodWording(texts);
        String id = answer.previous().id();
        return answer.history().stream()
                .filter(point -> point.id().equals(id))
                .map(point -> wording.name(AnsweredPeriods.of(address.granularity(), point)))
                .findFirst()
                .orElse(id);
    }

    private static void addCount(List<Fact> facts, String label, @Nullable Section section, Texts texts) {
        if (section != null) {
            facts.add(new Fact(texts.get(label), new Figures(texts.locale()).count(section.totalCount())));
        }
    }

    /** A record's hash is of its values, so the same numbers, names and settings have the same version on every node. */
    private static String version(PanelAnswer answer) {
        return Integer.toHexString(Objects.hash(
                answer.organizationId(),
                answer.period(),
                answer.totalCredits(),
                answer.eventCount(),
                answer.previous(),
                answer.history(),
                answer.byFeature(),
                answer.byTeam(),
                answer.byUser(),
                answer.hidden()));
    }
}
