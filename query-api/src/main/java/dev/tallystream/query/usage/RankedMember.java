package dev.tallystream.query.usage;

import dev.tallystream.aggregator.view.Tally;

/** A member of a breakdown with its place by credits, 1 for the most. */
record RankedMember(int rank, String id, Tally tally) {}
