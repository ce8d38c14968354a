package dev.tallystream.aggregator.view;

/**
 * The rows of a breakdown, opened in a cut and as they were in it: the unattributed part first if there is one, then the
 * members in the order of their ids. They are read once, when the cut is over, and closed by the view.
 */
@FunctionalInterface
public interface Breakdown extends Iterable<MemberTally> {}
