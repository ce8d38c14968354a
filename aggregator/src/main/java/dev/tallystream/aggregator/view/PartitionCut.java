package dev.tallystream.aggregator.view;

import dev.tallystream.contract.erasure.ErasedUser;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Everything that one partition's tables held at one position, read from a snapshot while the counting goes on. Must
 * be closed, or the snapshot keeps what was deleted since.
 */
public interface PartitionCut extends AutoCloseable {
    /** The partition of the events topic. */
    int partition();

    /** What became of every record of the partition so far, and up to which positions. */
    Ledger ledger();

    /** The oldest period start that each table still keeps; a table that keeps everything is absent. */
    Map<UsageTable, LocalDate> edges();

    /** Whose amounts were moved to the unattributed part. */
    List<ErasedUser> erasedUsers();

    /** Every row of every table, once. */
    Iterator<UsageRow> rows();

    @Override
    void close();
}
