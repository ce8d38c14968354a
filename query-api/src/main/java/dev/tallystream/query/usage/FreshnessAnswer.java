package dev.tallystream.query.usage;

/** How fresh the answer is: complete up to {@code as_of} (RFC 3339, UTC), {@code lag_ms} ago, at {@code position}. */
public record FreshnessAnswer(String asOf, long lagMs, String position) {}
