package dev.tallystream.benchmark.model;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * What kind of stream a seed makes.
 *
 * @param span from the first record to the last
 * @param kinds what is in it
 * @param anyOrder whether every order of the records means the same: no conflicts, nothing that depends on when it came
 */
record Shape(int records, Duration span, Set<Kind> kinds, boolean anyOrder) {
    /** Everything that may come, over so long that identities are forgotten. */
    static final Shape EVERYTHING = new Shape(1_200, Duration.ofDays(130), EnumSet.allOf(Kind.class), false);

    /** What may come in any order. */
    static final Shape ANY_ORDER = new Shape(
            250,
            Duration.ofDays(10),
            EnumSet.of(
                    Kind.PLAIN,
                    Kind.ZERO,
                    Kind.EXTREME,
                    Kind.GUEST,
                    Kind.SERVICE,
                    Kind.UNNAMED,
                    Kind.NO_TEAM,
                    Kind.DUPLICATE,
                    Kind.BACKFILL,
                    Kind.REVERSAL,
                    Kind.REVERSAL_FIRST,
                    Kind.AWAITED_ORIGINAL,
                    Kind.ADJUSTMENT,
                    Kind.ANCIENT,
                    Kind.OVER_THE_LIMIT,
                    Kind.GARBAGE,
                    Kind.NULL_VALUE),
            true);
}
