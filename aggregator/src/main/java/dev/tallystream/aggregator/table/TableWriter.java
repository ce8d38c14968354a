package dev.tallystream.aggregator.table;

import dev.tallystream.aggregator.period.OrganizationCalendar;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.contract.event.Usage;
import dev.tallystream.contract.id.OrganizationId;
import java.time.Instant;

/** Where counted usage becomes rows: the one place between counting and storing. */
public interface TableWriter {
    /**
     * Adds the tally to every row that usage of that time belongs to: the usage's total, feature, team and user in its
     * day, week, month and quarter, its crossings in its day and month, and its hour. A row that comes to nothing is
     * deleted; a period that its table no longer keeps is passed over.
     *
     * @return false, having changed nothing, where a sum would leave 64 bits
     */
    boolean add(OrganizationId organization, OrganizationCalendar calendar, Instant time, Usage usage, Tally tally);
}
