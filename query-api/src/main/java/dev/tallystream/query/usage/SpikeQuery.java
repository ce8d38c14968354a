package dev.tallystream.query.usage;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.period.Period;
import dev.tallystream.aggregator.view.Breakdown;
import dev.tallystream.aggregator.view.Cell;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.aggregator.view.LaterCuts;
import dev.tallystream.aggregator.view.MemberTally;
import dev.tallystream.aggregator.view.MemberTally.Member;
import dev.tallystream.aggregator.view.OpenedRows;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.query.usage.SpikeAnswer.Contributor;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The days that stand out in one cut; who made them stand out is found when the cut is over. A day is judged by the days
 * before it alone, so it is marked or not whatever chart shows it. Only days that are over are judged: a longer period
 * evens a day out.
 */
final class SpikeQuery {
    /** Whoever contributed most is among those who used most. */
    private static final int CANDIDATES = 5;

    private static final Comparator<MemberTally> BY_CREDITS =
            Comparator.comparing((MemberTally row) -> row.tally().credits()).reversed();

    private final UsageCut cut;
    private final LocalDate today;

    SpikeQuery(UsageCut cut, LocalDate today) {
        this.cut = cut;
        this.today = today;
    }

    /** A day that stands out, with the teams' rows of it. */
    private record Spike(Period day, Credits usually, List<Period> before, Breakdown teams) {}

    /** The same with those who used most. */
    private record Leading(Spike spike, List<MemberTally> teams) {}

    /** The same with the team that grew most, and its features' rows where they are kept. */
    private record Grown(
            Spike spike, Cell.@Nullable Part team, @Nullable Breakdown features) {}

    /** The spikes among those days, which follow one another. */
    OpenedRows<Map<LocalDate, SpikeAnswer>> among(List<Period> days) {
        List<Spike> spikes = open(days);
        return later -> explained(spikes, later);
    }

    private List<Spike> open(List<Period> days) {
        List<Spike> spikes = new ArrayList<>();
        if (days.isEmpty() || days.getFirst().granularity() != Granularity.DAY) {
            return spikes;
        }
        LocalDate first = days.getFirst().start().minusWeeks(SpikeRule.WEEKS);
        SortedMap<LocalDate, Tally> totals =
                cut.history(Granularity.DAY, first, days.getLast().end());
        for (Period day : days) {
            if (!day.start().isBefore(today)) {
                break;
            }
            Credits credits = credits(totals.get(day.start()));
            List<Period> before = sameWeekdaysBefore(day);
            List<Credits> usual = before.stream()
                    .map(date -> credits(totals.get(date.start())))
                    .toList();
            List<Credits> all = totals.subMap(day.start().minusWeeks(SpikeRule.WEEKS), day.start()).values().stream()
                    .map(Tally::credits)
                    .toList();
            SpikeRule.usualUnder(credits, usual, all)
                    .ifPresent(
                            usually -> spikes.add(new Spike(day, usually, before, cut.breakdown(Dimension.TEAM, day))));
        }
        return spikes;
    }

    private static Credits credits(@Nullable Tally tally) {
        return tally == null ? Credits.ZERO : tally.credits();
    }

    private List<Period> sameWeekdaysBefore(Period day) {
        List<Period> before = new ArrayList<>(SpikeRule.WEEKS);
        for (int weeks = 1; weeks <= SpikeRule.WEEKS; weeks++) {
            LocalDate date = day.start().minusWeeks(weeks);
            if (cut.keeps(Granularity.DAY, date)) {
                before.add(cut.calendar().periodOf(Granularity.DAY, date));
            }
        }
        return before;
    }

    /** Those who used most are found in the rows, what is usual for them row by row in a cut of its own. */
    private static Map<LocalDate, SpikeAnswer> explained(List<Spike> spikes, LaterCuts later) {
        if (spikes.isEmpty()) {
            return Map.of();
        }
        List<Leading> leading = spikes.stream()
                .map(spike -> new Leading(spike, leading(spike.teams())))
                .toList();
        List<Grown> grown = later.cut(
                cut -> leading.stream().map(teams -> grown(cut, teams)).toList());
        List<List<MemberTally>> features = grown.stream()
                .map(team -> team.features() == null ? List.<MemberTally>of() : leading(team.features()))
                .toList();
        return later.cut(cut -> {
            Map<LocalDate, SpikeAnswer> answers = new LinkedHashMap<>();
            for (int i = 0; i < grown.size(); i++) {
                answers.put(grown.get(i).spike().day().start(), answer(cut, grown.get(i), features.get(i)));
            }
            return answers;
        });
    }

    private static List<MemberTally> leading(Breakdown breakdown) {
        List<MemberTally> rows = new ArrayList<>();
        breakdown.forEach(rows::add);
        return rows.stream().sorted(BY_CREDITS).limit(CANDIDATES).toList();
    }

    private static Grown grown(UsageCut cut, Leading leading) {
        Spike spike = leading.spike();
        Cell.Part team = mostGrown(
                        leading.teams(),
                        spike.before(),
                        (member, date) -> Optional.of(cut.part(new Cell.Part(Dimension.TEAM, member), date)))
                .map(member -> new Cell.Part(Dimension.TEAM, member))
                .orElse(null);
        Breakdown features = team == null
                ? null
                : cut.breakdown(Dimension.FEATURE, team, spike.day()).orElse(null);
        return new Grown(spike, team, features);
    }

    private static SpikeAnswer answer(UsageCut cut, Grown grown, List<MemberTally> features) {
        Cell.Part team = grown.team();
        if (team == null) {
            return new SpikeAnswer(grown.spike().usually().toDecimal(), null, null);
        }
        Contributor feature = mostGrown(
                        features,
                        grown.spike().before(),
                        (member, date) -> cut.part(team, new Cell.Part(Dimension.FEATURE, member), date))
                .map(member -> contributor(cut, DirectoryKind.FEATURE, member))
                .orElse(null);
        return new SpikeAnswer(
                grown.spike().usually().toDecimal(), feature, contributor(cut, DirectoryKind.TEAM, team.member()));
    }

    /** A member's row of a date. */
    private interface Rows {
        Optional<Tally> of(Member member, Period date);
    }

    /** Who of those is farthest above what is usual for them. */
    private static Optional<Member> mostGrown(List<MemberTally> rows, List<Period> before, Rows usual) {
        Function<MemberTally, Credits> growth = row -> {
            List<Credits> usually = before.stream()
                    .map(date -> usual.of(row.member(), date).orElse(Tally.ZERO).credits())
                    .toList();
            return row.tally().credits().plus(SpikeRule.usual(usually).negated());
        };
        return rows.stream().max(Comparator.comparing(growth)).map(MemberTally::member);
    }

    private static @Nullable Contributor contributor(UsageCut cut, DirectoryKind kind, Member member) {
        return switch (member) {
            case Member.Named(String id) ->
                new Contributor(
                        id, cut.directory(kind, id).map(DirectoryEntry::name).orElse(id));
            case Member.Unattributed() -> null;
        };
    }
}
