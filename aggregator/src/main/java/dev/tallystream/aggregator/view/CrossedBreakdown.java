package dev.tallystream.aggregator.view;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.period.Period;
import dev.tallystream.aggregator.table.RowRange;
import dev.tallystream.aggregator.table.UsageReader;
import dev.tallystream.aggregator.view.MemberTally.Member;
import dev.tallystream.contract.id.OrganizationId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What one member has of each member of another dimension. A crossing has rows of days and months only, so a week is
 * the sum of its days, and a quarter the sum of its months where it consists of whole ones, and of its days elsewhere.
 */
final class CrossedBreakdown {
    /** The unattributed part first. */
    private static final Comparator<Member> BY_ID = Comparator.comparing(CrossedBreakdown::id);

    private final OrganizationId organization;
    private final Crossing crossing;
    private final Cell.Part within;

    CrossedBreakdown(OrganizationId organization, Dimension dimension, Cell.Part within) {
        this.organization = organization;
        this.crossing = Crossing.of(dimension, within.dimension())
                .orElseThrow(() -> new IllegalArgumentException(
                        "dimension " + dimension + " must have a crossing with " + within.dimension()));
        this.within = within;
    }

    /** Opens the rows that the period's sums are made of; empty where some of them lie before their table's edge. */
    Optional<Breakdown> of(
            Period period,
            Function<Granularity, UsageReader> tables,
            Map<UsageTable, LocalDate> edges,
            OpenRanges ranges) {
        Granularity summed = summed(period);
        if (!isKept(period, edges)) {
            return Optional.empty();
        }
        UsageReader table = tables.apply(summed);
        List<RowRange<MemberTally>> opened = new ArrayList<>();
        for (LocalDate start = period.start(); start.isBefore(period.end()); start = after(summed, start)) {
            opened.add(ranges.add(open(table, start)));
        }
        return Optional.of(() -> sums(opened).iterator());
    }

    private static List<MemberTally> sums(List<RowRange<MemberTally>> opened) {
        SortedMap<Member, Tally> sums = new TreeMap<>(BY_ID);
        for (RowRange<MemberTally> rows : opened) {
            for (MemberTally row : rows) {
                sums.merge(row.member(), row.tally(), Tally::plus);
            }
        }
        List<MemberTally> members = new ArrayList<>(sums.size());
        sums.forEach((member, tally) -> {
            // As in the tables: what comes to nothing has no row.
            if (!tally.equals(Tally.ZERO)) {
                members.add(new MemberTally(member, tally));
            }
        });
        return members;
    }

    /** One member's sum of the period; empty where a day or month of it lies before its table's edge. */
    Optional<Tally> of(
            Member other, Period period, Function<Granularity, UsageReader> tables, Map<UsageTable, LocalDate> edges) {
        if (!isKept(period, edges)) {
            return Optional.empty();
        }
        Granularity summed = summed(period);
        UsageReader table = tables.apply(summed);
        Cell.Crossed cell = crossing.first() == within.dimension()
                ? new Cell.Crossed(crossing, within.member(), other)
                : new Cell.Crossed(crossing, other, within.member());
        Tally sum = Tally.ZERO;
        for (LocalDate start = period.start(); start.isBefore(period.end()); start = after(summed, start)) {
            sum = sum.plus(table.crossed(organization, cell, start));
        }
        return Optional.of(sum);
    }

    private static boolean isKept(Period period, Map<UsageTable, LocalDate> edges) {
        LocalDate edge = edges.get(UsageTable.of(summed(period)));
        return edge == null || !period.start().isBefore(edge);
    }

    private RowRange<MemberTally> open(UsageReader table, LocalDate start) {
        return crossing.first() == within.dimension()
                ? table.crossing(organization, crossing, within.member(), start)
                : table.crossedWith(organization, crossing, within.member(), start);
    }

    private static Granularity summed(Period period) {
        return switch (period.granularity()) {
            case DAY, WEEK -> Granularity.DAY;
            case MONTH -> Granularity.MONTH;
            case QUARTER -> {
                boolean wholeMonths =
                        period.start().getDayOfMonth() == 1 && period.end().getDayOfMonth() == 1;
                yield wholeMonths ? Granularity.MONTH : Granularity.DAY;
            }
        };
    }

    private static LocalDate after(Granularity summed, LocalDate start) {
        return summed == Granularity.MONTH ? start.plusMonths(1) : start.plusDays(1);
    }

    private static String id(Member member) {
        return switch (member) {
            case Member.Unattributed() -> "";
            case Member.Named(String id) -> id;
        };
    }
}
