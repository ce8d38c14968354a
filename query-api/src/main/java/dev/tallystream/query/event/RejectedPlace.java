package dev.tallystream.query.event;

/** A place among the rejected events of all organizations, which are ordered by when they were rejected. */
public record RejectedPlace(long timestamp, int partition, long offset) {}
