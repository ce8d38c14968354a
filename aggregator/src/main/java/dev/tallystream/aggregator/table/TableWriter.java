package dev.tallystream.aggregator.table;

import dev.tallystream.aggregator.period.OrganizationCalendar;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.contract.event.Usage;
import dev.tallystream.contract.id.OrganizationId;
import java.time.LocalDate;

/** Where counted usage becomes rows: the one place between counting and storing, and so the place to be made fast. */
public interface TableWriter {
    /**
     * Adds the tally to the rows of the usage's total, feature, team and user in the day, week, month and quarter of
     * the date. A row that comes to nothing is deleted.
     *
     * @return false, having changed nothing, where a sum would leave 64 bits
     */
    boolean add(OrganizationId organization, OrganizationCalendar calendar, LocalDate date, Usage usage, Tally tally);
}
