package dev.tallystream.aggregator.view;

import dev.tallystream.contract.bytes.Hash128;
import java.time.Instant;

/**
 * What is remembered of an event; what it said is remembered as a hash only, the event itself lies at its origin.
 *
 * @param content of the event, without its time
 * @param time when it happened, as it was counted
 * @param partition of the events topic, where it was first appended
 * @param offset on that partition
 * @param appended when that was, by the broker's clock
 */
public record KnownEvent(State state, Hash128 content, Instant time, int partition, long offset, Instant appended) {
    /** What became of it. */
    public enum State {
        /** It is counted; a reversal may also wait for its original. */
        COUNTED,
        /** It was counted and taken back, or was taken back before it arrived. */
        REVERSED,
        /** It has not arrived; time and origin are those of the reversal that waits for it. */
        AWAITED,
        /** It is counted, adjusts, and is never forgotten. */
        ADJUSTMENT
    }
}
