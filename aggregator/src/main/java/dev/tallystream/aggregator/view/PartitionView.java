package dev.tallystream.aggregator.view;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What operators and audits see of this node: partitions, not organizations. Thread-safe. */
public interface PartitionView {
    /** How many partitions the events topic has. */
    int partitions();

    /** What became of the records of each partition that is counted here. */
    Map<Integer, Ledger> ledgers();

    /**
     * Up to when everything has come that was appended to any partition, by partition that is counted here; absent where
     * that is not known yet. What only older records could ask for is deleted by that time.
     */
    Map<Integer, Instant> settled();

    /**
     * The partition's tables at one position; empty while it is not counted here.
     *
     * @throws PartitionMoved from its iterator, where the partition goes to another node meanwhile
     */
    Optional<PartitionCut> cut(int partition);

    /** The partition went to another node while it was read. */
    final class PartitionMoved extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PartitionMoved(Throwable cause) {
            super("the partition is no longer counted here", cause);
        }
    }
}
