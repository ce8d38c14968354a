package dev.tallystream.aggregator.view;

/** What became of a backfill's events: every one is exactly one of counted, duplicate or rejected. */
public record BackfillTally(long counted, long duplicate, long rejected, boolean closed) {}
