package dev.tallystream.aggregator.view;

import java.time.Duration;
import java.time.Instant;

/**
 * How fresh an answer is.
 *
 * @param asOf the time up to which the organization's own partition is counted
 * @param lag how long ago that was
 * @param partition the organization's partition of the events topic
 * @param offset every event of that partition before this offset is counted
 */
public record Freshness(Instant asOf, Duration lag, int partition, long offset) {
    /** {@code partition:offset}, as the answers carry it. */
    public String position() {
        return partition + ":" + offset;
    }
}
