package dev.tallystream.query.usage;

import java.util.List;
import java.util.function.IntFunction;

/**
 * A whole list of one cut, to be read piece by piece. Whether it may be shown is asked again for every piece, so that
 * an export ends when the organization hides its users.
 */
final class ListExport {
    private final ListAnswer head;
    private final IntFunction<UsageOutcome<List<RankedRow>>> pieces;
    private int next;
    private boolean unattributedTaken;

    /**
     * An export of that list.
     *
     * @param head the list with its first rows
     * @param pieces the rows from an offset
     */
    ListExport(ListAnswer head, IntFunction<UsageOutcome<List<RankedRow>>> pieces) {
        this.head = head;
        this.pieces = pieces;
    }

    /** What the list says of itself. */
    ListAnswer head() {
        return head;
    }

    /** Whether what belongs to no row is to follow on the rows that were taken, which are the last ones; true once. */
    boolean takeUnattributed() {
        boolean last = next >= head.totalCount() && !unattributedTaken;
        unattributedTaken |= last;
        return last;
    }

    /**
     * The next rows; none at the end.
     *
     * @throws dev.tallystream.http.problem.ProblemException where the rest can no longer be had
     */
    List<RankedRow> rows() {
        if (next >= head.totalCount()) {
            return List.of();
        }
        List<RankedRow> rows = next == 0 ? head.items() : UsageProblems.answered(pieces.apply(next));
        next += rows.size();
        return rows;
    }
}
