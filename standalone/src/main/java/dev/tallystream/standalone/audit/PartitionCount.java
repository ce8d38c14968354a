package dev.tallystream.standalone.audit;

/**
 * The recount's own ledger of one partition.
 *
 * @param mayBeRejected of the counted: reversals that waited in vain, which a sweep rejects some time
 */
public record PartitionCount(
        long consumed,
        long reroutedIn,
        long counted,
        long duplicate,
        long rejected,
        long reroutedOut,
        long mayBeRejected) {}
