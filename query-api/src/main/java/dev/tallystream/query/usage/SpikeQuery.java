package dev.tallystream.query.usage;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.period.Period;
import dev.tallystream.aggregator.view.Cell;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.aggregator.view.MemberTally;
import dev.tallystream.aggregator.view.MemberTally.Member;
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
 * The days that stand out, read from one cut. A day is judged by the days before it alone, so it is marked or not
 * whatever chart shows it. Only days that are over are judged: a longer period evens a day out.
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

    /** The spikes among those days, which follow one another. */
    Map<LocalDate, SpikeAnswer> among(List<Period> days) {
        Map<LocalDate, SpikeAnswer> spikes = new LinkedHashMap<>();
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
                    .ifPresent(usually -> spikes.put(day.start(), answer(usually, day, before)));
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

    private SpikeAnswer answer(Credits usually, Period day, List<Period> before) {
        Optional<Member> team = mostGrown(
                cut.breakdown(Dimension.TEAM, day),
                before,
                (member, date) -> Optional.of(cut.part(new Cell.Part(Dimension.TEAM, member), date)));
        Optional<Member> feature = team.map(member -> new Cell.Part(Dimension.TEAM, member))
                .flatMap(within -> cut.breakdown(Dimension.FEATURE, within, day)
                        .flatMap(rows -> mostGrown(
                                rows,
                                before,
                                (member, date) -> cut.part(within, new Cell.Part(Dimension.FEATURE, member), date))));
        return new SpikeAnswer(
                usually.toDecimal(),
                feature.map(member -> contributor(DirectoryKind.FEATURE, member))
                        .orElse(null),
                team.map(member -> contributor(DirectoryKind.TEAM, member)).orElse(null));
    }

    /** A member's row of a date. */
    private interface Rows {
        Optional<Tally> of(Member member, Period date);
    }

    /** Who is farthest above what is usual for them, among those who used most. */
    private static Optional<Member> mostGrown(List<MemberTally> rows, List<Period> before, Rows usual) {
        Function<MemberTally, Credits> growth = row -> {
            List<Credits> usually = before.stream()
                    .map(date -> usual.of(row.member(), date).orElse(Tally.ZERO).credits())
                    .toList();
            return row.tally().credits().plus(SpikeRule.usual(usually).negated());
        };
        return rows.stream()
                .sorted(BY_CREDITS)
                .limit(CANDIDATES)
                .max(Comparator.comparing(growth))
                .map(MemberTally::member);
    }

    private @Nullable Contributor contributor(DirectoryKind kind, Member member) {
        return switch (member) {
            case Member.Named(String id) ->
                new Contributor(
                        id, cut.directory(kind, id).map(DirectoryEntry::name).orElse(id));
            case Member.Unattributed() -> null;
        };
    }
}
