package dev.tallystream.aggregator.table;

import dev.tallystream.aggregator.view.Cell;
import dev.tallystream.aggregator.view.Crossing;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.aggregator.view.MemberTally;
import dev.tallystream.aggregator.view.MemberTally.Member;
import dev.tallystream.aggregator.view.PeriodTally;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.contract.id.OrganizationId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** Reads rows of one usage table. */
public final class UsageReader {
    /** The first date that a key can hold. */
    static final LocalDate FIRST_DATE = LocalDate.ofEpochDay(Integer.MIN_VALUE);

    private final ReadOnlyKeyValueStore<Bytes, byte[]> table;

    /** Reads that table. */
    public UsageReader(ReadOnlyKeyValueStore<Bytes, byte[]> table) {
        this.table = table;
    }

    /** The total of the period that starts on that date. */
    public Tally total(OrganizationId organization, LocalDate periodStart) {
        return row(new UsageRowKey(organization, new Cell.Total(), periodStart));
    }

    /** A member's own row of the period that starts on that date. */
    public Tally part(OrganizationId organization, Cell.Part member, LocalDate periodStart) {
        return row(new UsageRowKey(organization, member, periodStart));
    }

    /** What two members have in common in the period that starts on that date. */
    public Tally crossed(OrganizationId organization, Cell.Crossed cell, LocalDate periodStart) {
        return row(new UsageRowKey(organization, cell, periodStart));
    }

    private Tally row(UsageRowKey key) {
        byte[] row = table.get(Bytes.wrap(key.toBytes()));
        return row == null ? Tally.ZERO : TallyBytes.decode(row);
    }

    /** The totals of every period that starts from {@code from} up to before {@code to}. */
    public SortedMap<LocalDate, Tally> totals(OrganizationId organization, LocalDate from, LocalDate to) {
        SortedMap<LocalDate, Tally> totals = new TreeMap<>();
        if (!from.isBefore(to)) {
            return totals;
        }
        Bytes first = Bytes.wrap(new UsageRowKey(organization, new Cell.Total(), from).toBytes());
        Bytes last = Bytes.wrap(new UsageRowKey(organization, new Cell.Total(), to.minusDays(1)).toBytes());
        try (KeyValueIterator<Bytes, byte[]> rows = table.range(first, last)) {
            while (rows.hasNext()) {
                KeyValue<Bytes, byte[]> row = rows.next();
                totals.put(UsageRowKey.fromBytes(row.key.get()).periodStart(), TallyBytes.decode(row.value));
            }
        }
        return totals;
    }

    /**
     * Whether any period that starts on that date or later has a row. Not only the totals are asked: what is taken back
     * from another member leaves two rows under a total of nothing, which has none.
     */
    boolean hasRowsFrom(OrganizationId organization, LocalDate from) {
        for (int kind = 0; kind < UsageRowKey.KINDS; kind++) {
            Bytes first = Bytes.wrap(UsageRowKey.firstOfKind(organization, kind, from));
            Bytes last = Bytes.wrap(UsageRowKey.afterLastOfKind(organization, kind));
            try (KeyValueIterator<Bytes, byte[]> rows = table.range(first, last)) {
                if (rows.hasNext()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Opens a period's breakdown: its members in the order of their ids, the unattributed part first. */
    public RowRange<MemberTally> breakdown(OrganizationId organization, Dimension dimension, LocalDate periodStart) {
        return RowRange.open(
                table,
                UsageRowKey.firstOf(organization, dimension, periodStart),
                UsageRowKey.afterLastOf(organization, dimension, periodStart),
                row -> UsageRowKey.fromBytes(row.key.get()).cell() instanceof Cell.Part part
                        ? new MemberTally(part.member(), TallyBytes.decode(row.value))
                        : null);
    }

    /** Opens the breakdowns of every period that starts from {@code from} up to before {@code to}, by first date. */
    public RowRange<PeriodTally> breakdowns(
            OrganizationId organization, Dimension dimension, LocalDate from, LocalDate to) {
        return RowRange.open(
                table,
                UsageRowKey.firstOf(organization, dimension, from),
                UsageRowKey.afterLastOf(organization, dimension, to.minusDays(1)),
                row -> {
                    UsageRowKey key = UsageRowKey.fromBytes(row.key.get());
                    return key.cell() instanceof Cell.Part part
                            ? new PeriodTally(
                                    key.periodStart(), new MemberTally(part.member(), TallyBytes.decode(row.value)))
                            : null;
                });
    }

    /** Opens what that member of the crossing's first dimension has of each member of the second, as a breakdown. */
    public RowRange<MemberTally> crossing(
            OrganizationId organization, Crossing crossing, Member first, LocalDate periodStart) {
        return RowRange.open(
                table,
                UsageRowKey.firstOf(crossing, organization, periodStart, first),
                UsageRowKey.afterLastOf(crossing, organization, periodStart, first),
                row -> UsageRowKey.fromBytes(row.key.get()).cell() instanceof Cell.Crossed crossed
                        ? new MemberTally(crossed.second(), TallyBytes.decode(row.value))
                        : null);
    }

    /** Opens what each member of the crossing's first dimension has of that member of the second, as a breakdown. */
    public RowRange<MemberTally> crossedWith(
            OrganizationId organization, Crossing crossing, Member second, LocalDate periodStart) {
        return RowRange.open(
                table,
                UsageRowKey.firstOf(crossing, organization, periodStart),
                UsageRowKey.afterLastOf(crossing, organization, periodStart),
                row -> UsageRowKey.fromBytes(row.key.get()).cell() instanceof Cell.Crossed crossed
                                && crossed.second().equals(second)
                        ? new MemberTally(crossed.first(), TallyBytes.decode(row.value))
                        : null);
    }

    /** The total of one hour of a date, counted from the date's first instant; only in the hourly table. */
    public Tally hour(OrganizationId organization, LocalDate date, int hour) {
        return row(new UsageRowKey(organization, new Cell.Hour(hour), date));
    }

    /** Every organization that has rows, found by skipping from one to the next. */
    public List<OrganizationId> organizations() {
        List<OrganizationId> organizations = new ArrayList<>();
        Bytes from = null;
        while (true) {
            OrganizationId next = firstOrganization(from);
            if (next == null) {
                return organizations;
            }
            organizations.add(next);
            from = Bytes.wrap(UsageRowKey.afterLastOf(next));
        }
    }

    private @Nullable OrganizationId firstOrganization(@Nullable Bytes from) {
        try (KeyValueIterator<Bytes, byte[]> rows = table.range(from, null)) {
            return rows.hasNext() ? UsageRowKey.fromBytes(rows.next().key.get()).organization() : null;
        }
    }
}
