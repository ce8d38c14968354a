package dev.tallystream.query.panel;

import dev.tallystream.aggregator.period.Period;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.query.usage.ListAnswer.ComparedAnswer;
import dev.tallystream.query.usage.MemberAnswer;
import dev.tallystream.query.usage.RankedRow;
import dev.tallystream.query.usage.Within;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The page of one feature, team or user: what it used in one period and of what.
 *
 * @param kind {@code features}, {@code teams} or {@code users}
 * @param version changes whenever anything but the freshness does
 * @param change against the same point of the period before; a dash where there is nothing to compare
 * @param compared what the change compares; empty where there is none
 * @param used whether anything was used in the period
 * @param sections what was used, by each other dimension; none where nothing was used
 * @param notKept whether the parts are missing because they are no longer kept
 */
record MemberPage(
        Shell shell,
        String kind,
        Label label,
        String id,
        Live live,
        String version,
        Trail trail,
        PeriodBar period,
        LastUpdated updated,
        String credits,
        Figures.Figure figure,
        MemberChange change,
        String compared,
        List<DetailsPage.Fact> facts,
        History history,
        boolean used,
        List<Ranked> sections,
        boolean notKept,
        String zone) {
    /** The page of that answer, which is of those settings. */
    static MemberPage of(
            MemberAnswer answer, long settingsVersion, Within member, Label label, PageAddress address, Shell shell) {
        Texts texts = shell.texts();
        Figures figures = new Figures(texts.locale());
        RankedRow row = answer.member();
        boolean running = !answer.period().complete();
        Period shown = AnsweredPeriods.of(address.granularity(), answer.period());
        MemberChange change = MemberChange.of(row, answer.compared(), shown, texts);
        List<Ranked> sections = new ArrayList<>();
        answer.sections()
                .forEach((listed, section) ->
                        sections.add(Ranked.of(listed, section, address, address.toList(listed, member), texts)));
        return new MemberPage(
                shell,
                answer.kind(),
                label,
                member.id(),
                new Live(address.href(), answer.freshness().position(), settingsVersion),
                Integer.toHexString(
                        Objects.hash(answer.period(), row, answer.history(), answer.sections(), answer.compared())),
                Trail.fromList(member.dimension(), address, texts),
                PeriodBar.of(answer.period(), answer.keepsPrevious(), address, texts),
                LastUpdated.of(answer.freshness(), answer.period().timeZone(), texts),
                texts.get(running ? "hero.used_so_far" : "hero.used"),
                figures.credits(Credits.parse(row.credits())),
                change,
                compared(change, answer, shown, texts),
                facts(answer, texts),
                History.of(answer.history(), answer.period(), answer.freshness(), null, null, address, texts),
                row.eventCount() != 0 || Credits.parse(row.credits()).micros() != 0,
                sections,
                answer.notKept(),
                answer.period().timeZone());
    }

    private static String compared(MemberChange change, MemberAnswer answer, Period shown, Texts texts) {
        ComparedAnswer compared = answer.compared();
        return compared == null || change.text().equals(Figures.NONE)
                ? ""
                : MemberChange.behind(compared, shown, texts);
    }

    private static List<DetailsPage.Fact> facts(MemberAnswer answer, Texts texts) {
        RankedRow row = answer.member();
        Figures figures = new Figures(texts.locale());
        List<DetailsPage.Fact> facts = new ArrayList<>();
        Amount.Part part = Amount.Part.of(row.credits(), row.share());
        if (part.share() != null && row.eventCount() > 0) {
            Credits credits = part.credits();
            String share = figures.share(Shares.rounded(credits, answer.whole()), credits);
            facts.add(new DetailsPage.Fact(texts.get("member.share"), share));
        }
        if (row.eventCount() > 0) {
            facts.add(new DetailsPage.Fact(texts.get("hero.events"), figures.count(row.eventCount())));
        }
        return facts;
    }
}
