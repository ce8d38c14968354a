package dev.tallystream.query.panel;

import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.query.usage.PanelAnswer;
import dev.tallystream.query.usage.PanelAnswer.HistoryPoint;
import dev.tallystream.query.usage.PanelAnswer.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The details panel of one period.
 *
 * @param version changes whenever anything but the freshness does
 * @param balance null where the organization has no allocation
 * @param byFeature null where nothing was used
 * @param donut the features as a ring
 * @param creditCosts where it is written what features cost, or null
 * @param others the sections after By feature, without those that are hidden
 */
record DetailsPage(
        Shell shell,
        Live live,
        String version,
        PeriodBar period,
        LastUpdated updated,
        Hero hero,
        @Nullable BalanceCard balance,
        History history,
        @Nullable Ranked byFeature,
        @Nullable Donut donut,
        @Nullable String creditCosts,
        List<Ranked> others,
        String zone,
        String subscription) {
    /**
     * The one figure that matters.
     *
     * @param label what it is
     */
    record Hero(
            String label,
            Figures.Figure credits,
            @Nullable Comparison comparison,
            @Nullable Pace pace,
            List<Fact> facts) {}

    /** A smaller figure beside it. */
    record Fact(String label, String value) {}

    /** The page of that answer, which is of those settings. */
    static DetailsPage of(
            PanelAnswer answer,
            long settingsVersion,
            @Nullable BalanceCard balance,
            PageAddress address,
            PanelLinks links,
            Shell shell) {
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
        Pace pace = Pace.of(answer, texts);
        boolean keepsPrevious = answer.previous().totalCredits() != null;
        return new DetailsPage(
                shell,
                new Live(address.href(), answer.freshness().position(), settingsVersion),
                version(answer, balance),
                PeriodBar.of(answer.period(), keepsPrevious, address, texts),
                LastUpdated.of(answer.freshness(), answer.period().timeZone(), texts),
                hero(answer, pace, address, texts),
                balance,
                History.of(answer, pace, address, texts),
                byFeature,
                byFeature == null ? null : Donut.of(byFeature),
                links.creditCosts() == null ? null : links.creditCosts().toString(),
                others,
                answer.period().timeZone(),
                address.organizationPath() + "/subscription");
    }

    private static Hero hero(PanelAnswer answer, @Nullable Pace pace, PageAddress address, Texts texts) {
        Figures figures = new Figures(texts.locale());
        List<Fact> facts = new ArrayList<>();
        if (answer.eventCount() > 0) {
            facts.add(new Fact(texts.get("hero.events"), figures.count(answer.eventCount())));
        }
        addCount(facts, "hero.features", answer.byFeature(), texts);
        addCount(facts, "hero.teams", answer.byTeam(), texts);
        addCount(facts, "hero.users", answer.byUser(), texts);
        return new Hero(
                texts.get(answer.period().complete() ? "hero.used" : "hero.used_so_far"),
                figures.credits(Credits.parse(answer.totalCredits())),
                Comparison.of(answer, nameOfPrevious(answer, address, texts), texts),
                pace,
                facts);
    }

    private static String nameOfPrevious(PanelAnswer answer, PageAddress address, Texts texts) {
        PeriodWording wording = new PeriodWording(texts);
        String id = answer.previous().id();
        Optional<HistoryPoint> previous =
                answer.history().stream().filter(point -> point.id().equals(id)).findFirst();
        return previous.map(point -> wording.name(AnsweredPeriods.of(address.granularity(), point)))
                .orElse(id);
    }

    private static void addCount(List<Fact> facts, String label, @Nullable Section section, Texts texts) {
        if (section != null) {
            facts.add(new Fact(texts.get(label), new Figures(texts.locale()).count(section.totalCount())));
        }
    }

    /** A record's hash is of its values, so the same numbers, names and settings have the same version on every node. */
    private static String version(PanelAnswer answer, @Nullable BalanceCard balance) {
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
                answer.hidden(),
                answer.forecast(),
                balance));
    }
}
