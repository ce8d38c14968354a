package dev.tallystream.query.usage;

import dev.tallystream.aggregator.period.Period;
import dev.tallystream.aggregator.view.Breakdown;
import dev.tallystream.aggregator.view.NamedMember;
import dev.tallystream.aggregator.view.OpenedRows;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.query.usage.ListAnswer.WithinAnswer;
import dev.tallystream.query.usage.PanelAnswer.PeriodAnswer;
import java.text.CollationKey;
import java.text.Collator;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A list's rows, of one cut, and what its pages say of now. */
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

    /** Opens the whole list that the request asks for; empty where rows that it is summed from are no longer kept. */
    Optional<OpenedRows<ListSnapshot>> open(ListRequest request, Period period, LocalDate today) {
        Within within = request.within();
        Optional<Breakdown> breakdown = within == null
                ? Optional.of(cut.breakdown(request.dimension(), period))
                : cut.breakdown(request.dimension(), within.toPart(), period);
        return breakdown.map(rows -> open(request, period, today, rows));
    }

    private OpenedRows<ListSnapshot> open(ListRequest request, Period period, LocalDate today, Breakdown breakdown) {
        Within within = request.within();
        Tally whole = within == null ? cut.total(period) : cut.part(within.toPart(), period);
        int erasedUsers = cut.erasedUsers();
        PeriodAnswer asked = PeriodAnswer.of(period, cut.calendar(), today);
        boolean keepsPrevious = isKept(request, cut.calendar().previous(period));
        Iterable<NamedMember> directory = goesByNames(request) ? cut.names(kind) : List.of();
        return later -> {
            Ranking ranking = Ranking.of(breakdown);
            UnaryOperator<String> names = names(directory);
            List<RankedMember> rows =
                    sorted(matching(ranking.members(), request.search(), names), request.sort(), names);
            return new ListSnapshot(
                    request.organization(),
                    erasedUsers,
                    asked,
                    period,
                    keepsPrevious,
                    new Shares(whole.credits()),
                    within == null ? null : whole,
                    rows,
                    Ranking.sum(rows),
                    request.search().isEmpty() ? ranking.unattributed() : null);
        };
    }

    /** Whether every name is needed, and not only those of a page. */
    private static boolean goesByNames(ListRequest request) {
        return switch (request.sort()) {
            case NAME, NAME_BACKWARDS -> true;
            case MOST_CREDITS, FEWEST_CREDITS -> !request.search().isEmpty();
        };
    }

    private static UnaryOperator<String> names(Iterable<NamedMember> directory) {
        Map<String, String> names = new HashMap<>();
        directory.forEach(member -> names.put(member.id(), member.entry().name()));
        return id -> names.getOrDefault(id, id);
    }

    /** A narrowed list is summed from days or months, which may be gone earlier. */
    private boolean isKept(ListRequest request, Period period) {
        Within within = request.within();
        return cut.keeps(period.granularity(), period.start())
                && MemberTrends.isKept(cut, request.dimension(), within == null ? null : within.toPart(), period);
    }

    /** The trends of the list's rows, of now; null where they are not asked for. */
    @Nullable
    MemberTrends trends(ListRequest request, ListSnapshot snapshot, LocalDate today) {
        return request.trend()
                ? new MemberTrends(cut, request.dimension(), request.within(), snapshot.dates(), today)
                : null;
    }

    /** The rows from {@code offset}, with their names of now. */
    List<RankedRow> page(ListSnapshot snapshot, int offset, int limit, @Nullable MemberTrends trends) {
        List<RankedMember> rows = snapshot.rows();
        return rows.subList(offset, Math.min(rows.size(), offset + limit)).stream()
                .map(member -> RankedRow.from(member, cut.directory(kind, member.id()), snapshot.shares(), trends))
                .toList();
    }

    /** The member to whom the list is narrowed, with their name of now; null where it is not. */
    @Nullable
    WithinAnswer within(@Nullable Within within, ListSnapshot snapshot) {
        if (within == null || snapshot.within() == null) {
            return null;
        }
        DirectoryKind whose = Dimensions.kind(within.dimension());
        return WithinAnswer.from(whose, within.id(), cut.directory(whose, within.id()), snapshot.within());
    }

    private static List<RankedMember> matching(List<RankedMember> members, String search, UnaryOperator<String> names) {
        if (search.isEmpty()) {
            return members;
        }
        String wanted = SearchText.fold(search);
        return members.stream()
                .filter(member -> SearchText.fold(names.apply(member.id())).contains(wanted))
                .toList();
    }

    private static List<RankedMember> sorted(List<RankedMember> members, Sort sort, UnaryOperator<String> names) {
        return switch (sort) {
            case MOST_CREDITS -> members;
            case FEWEST_CREDITS -> members.stream().sorted(FEWEST_CREDITS).toList();
            case NAME -> byName(members, names, Comparator.naturalOrder());
            case NAME_BACKWARDS -> byName(members, names, Comparator.reverseOrder());
        };
    }

    private static List<RankedMember> byName(
            List<RankedMember> members, UnaryOperator<String> names, Comparator<CollationKey> order) {
        record Named(CollationKey name, RankedMember member) {}
        Collator collator = Collator.getInstance(Locale.ROOT);
        List<Named> named = new ArrayList<>(members.size());
        for (RankedMember member : members) {
            named.add(new Named(collator.getCollationKey(names.apply(member.id())), member));
        }
        return named.stream()
                .sorted(Comparator.comparing(Named::name, order)
                        .thenComparing(row -> row.member().id()))
                .map(Named::member)
                .toList();
    }
}
