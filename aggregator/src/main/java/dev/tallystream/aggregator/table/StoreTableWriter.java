package dev.tallystream.aggregator.table;

import dev.tallystream.aggregator.period.OrganizationCalendar;
import dev.tallystream.aggregator.view.Cell;
import dev.tallystream.aggregator.view.MemberTally.Member;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.aggregator.view.UsageTable;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.event.Usage;
import dev.tallystream.contract.id.OrganizationId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** Adds to the rows of a task, which are written to the stores before the next commit. */
public final class StoreTableWriter implements TableWriter {
    /** Rows of one event: 4 cells in 4 tables, 3 crossings in 2, and the hour. */
    private static final int ROWS = 23;

    private final TaskStores stores;
    private final Edges edges;
    private final ErasedUsers erased;

    /** Writes to those stores. */
    public StoreTableWriter(TaskStores stores, Edges edges, ErasedUsers erased) {
        this.stores = stores;
        this.edges = edges;
        this.erased = erased;
    }

    private record Write(
            PendingStore<Tally> table, Bytes key, @Nullable Tally value) {}

    @Override
    public boolean add(
            OrganizationId organization, OrganizationCalendar calendar, Instant time, Usage usage, Tally tally) {
        LocalDate date = calendar.dateOf(time);
        Member user = Cells.user(organization, usage, erased);
        List<Cell> parts = Cells.parts(usage, user);
        List<Cell> crossed = Cells.crossed(usage, user);
        List<Write> writes = new ArrayList<>(ROWS);
        try {
            for (UsageTable table : UsageTable.values()) {
                LocalDate start = calendar.startOfPeriod(table.granularity(), date);
                if (!edges.keeps(table, start)) {
                    continue;
                }
                switch (table) {
                    case HOURLY -> sum(writes, table, organization, List.of(hour(calendar, date, time)), start, tally);
                    case DAILY, MONTHLY -> {
                        sum(writes, table, organization, parts, start, tally);
                        sum(writes, table, organization, crossed, start, tally);
                    }
                    case WEEKLY, QUARTERLY -> sum(writes, table, organization, parts, start, tally);
                }
            }
        } catch (ArithmeticException overflow) {
            // Every sum is known before the first write, so that a refused event leaves no trace.
            return false;
        }
        for (Write write : writes) {
            write.table.put(write.key, write.value);
        }
        return true;
    }

    private static Cell hour(OrganizationCalendar calendar, LocalDate date, Instant time) {
        return new Cell.Hour(
                (int) Duration.between(calendar.startOf(date), time).toHours());
    }

    private void sum(
            List<Write> writes,
            UsageTable name,
            OrganizationId organization,
            List<Cell> cells,
            LocalDate start,
            Tally tally) {
        PendingStore<Tally> table = stores.table(name);
        for (Cell cell : cells) {
            Bytes key = Bytes.wrap(new UsageRowKey(organization, cell, start).toBytes());
            writes.add(new Write(table, key, plus(table.get(key), tally)));
        }
    }

    /** The sum; null where it comes to nothing. */
    static @Nullable Tally plus(@Nullable Tally before, Tally tally) {
        if (before == null) {
            return tally.credits().micros() == 0 && tally.events() == 0 ? null : tally;
        }
        Credits credits = before.credits().plus(tally.credits());
        long events = Math.addExact(before.events(), tally.events());
        return credits.micros() == 0 && events == 0 ? null : new Tally(credits, events);
    }
}
