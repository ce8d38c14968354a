package dev.tallystream.aggregator.view;

import dev.tallystream.contract.id.OrganizationId;
import java.time.LocalDate;

/**
 * One row of a usage table.
 *
 * @param periodStart the first date of its day, week, month or quarter
 */
public record UsageRow(UsageTable table, OrganizationId organization, Cell cell, LocalDate periodStart, Tally tally) {}
