package dev.tallystream.aggregator.view;

/**
 * What the tables gave up when a user was erased.
 *
 * @param tables rows of the user that were moved to the unattributed part
 * @param crossings the same of rows that the user has in common with a team or a feature
 * @param waitingReversals reversals of the organization that wait for their original and lost their own id, in which
 *     the user's may stand
 */
public record ErasedRows(long tables, long crossings, long waitingReversals) {
    /** Nothing that had to be moved. */
    public static final ErasedRows NONE = new ErasedRows(0, 0, 0);

    /** These and those. */
    public ErasedRows plus(ErasedRows other) {
        return new ErasedRows(
                tables + other.tables, crossings + other.crossings, waitingReversals + other.waitingReversals);
    }
}
