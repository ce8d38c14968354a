package dev.tallystream.aggregator;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * The way to know that everything has come that was appended before a time. It is gone step by step, for a partition may
 * still be passed records of another one that is far behind, as on a rebuild.
 */
sealed interface Settling {
    /** Every partition has to count or pass on its records from before that time. */
    record Counting(Instant upTo) implements Settling {}

    /**
     * What was passed on by then lies before these ends of the misplaced topic; it has to be taken in.
     *
     * @param ends by partition, of those that are counted on this node
     */
    record TakingIn(Instant upTo, Map<Integer, Long> ends) implements Settling {
        public TakingIn {
            ends = Map.copyOf(ends);
        }
    }

    /** Nothing from before that time will still come to those partitions. */
    record Settled(Instant upTo, Set<Integer> partitions) implements Settling {
        public Settled {
            partitions = Set.copyOf(partitions);
        }
    }

    /** Where the installation stands, on all of its nodes. */
    interface Positions {
        /** Before which offset of each partition of the events topic everything is committed. */
        Map<Integer, Long> committed() throws ExecutionException, TimeoutException, InterruptedException;

        /** The offset of the first record of each partition that was appended at that time or later, or its end. */
        Map<Integer, Long> firstFrom(Instant time) throws ExecutionException, TimeoutException, InterruptedException;

        /** Before which offset of each partition of the misplaced topic everything is committed. */
        Map<Integer, Long> takenIn() throws ExecutionException, TimeoutException, InterruptedException;

        /** The end of each partition of the misplaced topic, records of open transactions included. */
        Map<Integer, Long> misplacedEnds() throws ExecutionException, TimeoutException, InterruptedException;
    }

    /**
     * The step that follows, or the same while it is not done. What is committed is asked before what it is compared
     * with, so it can only have grown since.
     *
     * @param here the partitions that are counted on this node
     */
    default Settling next(Positions positions, Set<Integer> here)
            throws ExecutionException, TimeoutException, InterruptedException {
        return switch (this) {
            case Counting(Instant upTo) -> {
                Map<Integer, Long> committed = positions.committed();
                if (!isReached(positions.firstFrom(upTo), committed)) {
                    yield this;
                }
                Map<Integer, Long> ends = new HashMap<>(positions.misplacedEnds());
                ends.keySet().retainAll(here);
                yield new TakingIn(upTo, ends);
            }
            case TakingIn(Instant upTo, Map<Integer, Long> ends) ->
                isReached(ends, positions.takenIn()) ? new Settled(upTo, ends.keySet()) : this;
            case Settled settled -> settled;
        };
    }

    private static boolean isReached(Map<Integer, Long> ends, Map<Integer, Long> committed) {
        return ends.entrySet().stream().allMatch(end -> committed.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }
}
