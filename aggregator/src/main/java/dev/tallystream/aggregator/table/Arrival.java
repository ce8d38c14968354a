package dev.tallystream.aggregator.table;

import java.time.Instant;

/** Where and when a record was first appended to the events topic, by the broker's clock. */
public record Arrival(int partition, long offset, Instant appended) {}
