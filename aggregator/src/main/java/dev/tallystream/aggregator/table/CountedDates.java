package dev.tallystream.aggregator.table;

import dev.tallystream.aggregator.period.OrganizationCalendar;
import dev.tallystream.aggregator.view.UsageTable;
import dev.tallystream.contract.id.OrganizationId;
import java.time.Instant;
import java.time.LocalDate;

/** Whether anything was counted on a date: then no change of the calendar may touch it. */
public final class CountedDates {
    private final TaskStores stores;

    /** Reads those stores, of which everything must be written back. */
    public CountedDates(TaskStores stores) {
        this.stores = stores;
    }

    /**
     * Whether the organization has rows of that instant's date or later; {@link Instant#MIN} asks for any row.
     *
     * @param calendar by which they were counted
     */
    public boolean anyFrom(OrganizationId organization, OrganizationCalendar calendar, Instant from) {
        if (from.equals(Instant.MIN)) {
            return hasRows(UsageTable.DAILY, organization, UsageReader.FIRST_DATE)
                    || anyLongerKept(organization, calendar, UsageReader.FIRST_DATE);
        }
        LocalDate date = calendar.dateOf(from);
        return hasRows(UsageTable.DAILY, organization, date) || anyLongerKept(organization, calendar, date);
    }

    /** Days that are no longer kept may live on in the sums of longer periods. */
    private boolean anyLongerKept(OrganizationId organization, OrganizationCalendar calendar, LocalDate date) {
        LocalDate edge = Edges.in(stores.ledgerRows()::get).get(UsageTable.DAILY);
        if (edge == null || !date.isBefore(edge)) {
            return false;
        }
        for (UsageTable table : UsageTable.values()) {
            LocalDate start =
                    date.equals(UsageReader.FIRST_DATE) ? date : calendar.startOfPeriod(table.granularity(), date);
            if (hasRows(table, organization, start)) {
                return true;
            }
        }
        return false;
    }

    private boolean hasRows(UsageTable table, OrganizationId organization, LocalDate from) {
        return new UsageReader(stores.table(table).writtenBack()).hasRowsFrom(organization, from);
    }
}
