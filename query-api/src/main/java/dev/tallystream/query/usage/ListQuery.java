package dev.tallystream.query.usage;

import dev.tallystream.aggregator.period.Period;
import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.query.usage.PanelAnswer.PeriodAnswer;
import java.text.CollationKey;
import java.text.Collator;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** A list's rows, read from one cut. */
final class ListQuery {
    private static final Comparator<RankedMember> FEWEST_CREDITS = Comparator.comparing(
                    (RankedMember member) -> member.tally().credits())
            .thenComparing(RankedMember::id);

    private final UsageCut cut;
    private final DirectoryKind kind;

    ListQuery(UsageCut cut, DirectoryKind kind) {
        this.cut = cut;
        this.kind = kind;
    }

    /** The whole list that the request asks for. */
    ListSnapshot snapshot(ListRequest request, Period period, LocalDate today) {
        Ranking ranking = Ranking.of(cut.breakdown(request.dimension(), period));
        List<RankedMember> rows = sorted(matching(ranking.members(), request.search()), request.sort());
        return new ListSnapshot(
                request.organization(),
                cut.erasedUsers(),
                PeriodAnswer.of(period, cut.calendar(), today),
                new Shares(cut.total(period).credits()),
                rows,
                Ranking.sum(rows),
                request.search().isEmpty() ? ranking.unattributed() : null);
    }

    /** The rows from {@code offset}, with their names of now. */
    List<RankedRow> page(ListSnapshot snapshot, int offset, int limit) {
        List<RankedMember> rows = snapshot.rows();
        return rows.subList(offset, Math.min(rows.size(), offset + limit)).stream()
                .map(member -> RankedRow.from(member, cut.directory(kind, member.id()), snapshot.shares()))
                .toList();
    }

    private List<RankedMember> matching(List<RankedMember> members, String search) {
        if (search.isEmpty()) {
            return members;
        }
        String wanted = SearchText.fold(search);
        return members.stream()
                .filter(member -> SearchText.fold(name(member.id())).contains(wanted))
                .toList();
    }

    private List<RankedMember> sorted(List<RankedMember> members, Sort sort) {
        return switch (sort) {
            case MOST_CREDITS -> members;
            case FEWEST_CREDITS -> members.stream().sorted(FEWEST_CREDITS).toList();
            case NAME -> byName(members, Comparator.naturalOrder());
            case NAME_BACKWARDS -> byName(members, Comparator.reverseOrder());
        };
    }

    private List<RankedMember> byName(List<RankedMember> members, Comparator<CollationKey> order) {
        record Named(CollationKey name, RankedMember member) {}
        Collator collator = Collator.getInstance(Locale.ROOT);
        List<Named> named = new ArrayList<>(members.size());
        for (RankedMember member : members) {
            named.add(new Named(collator.getCollationKey(name(member.id())), member));
        }
        return named.stream()
                .sorted(Comparator.comparing(Named::name, order)
                        .thenComparing(row -> row.member().id()))
                .map(Named::member)
                .toList();
    }

    private String name(String id) {
        return cut.directory(kind, id).map(DirectoryEntry::name).orElse(id);
    }
}
