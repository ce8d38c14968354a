package dev.tallystream.standalone.demo;

import dev.tallystream.contract.id.BackfillId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Everything that decides the demo's data: equal plans make equal bytes.
 *
 * @param events about how many events there are
 * @param until the end of the 25 months
 */
public record DemoPlan(long seed, long events, Instant until) {
    /** Fewer do not show a rhythm. */
    public static final long MIN_EVENTS = 1_000;

    /** The panel shows eight quarters; 25 months fill them whatever the day. */
    static final int MONTHS = 25;

    /** Named, because the platform's default may change. */
    private static final String ALGORITHM = "L64X128MixRandom";

    /** Checks that there are enough events; seconds are precise enough. */
    public DemoPlan {
        if (events < MIN_EVENTS) {
            throw new IllegalArgumentException("events " + events + " must be at least " + MIN_EVENTS);
        }
        until = until.truncatedTo(ChronoUnit.SECONDS);
    }

    /** The backfill of every organization's history. */
    public BackfillId backfill() {
        return new BackfillId("demo-" + seed);
    }

    /** A source of chance that is always the same for the same purpose. */
    RandomGenerator random(Purpose purpose) {
        return RandomGeneratorFactory.of(ALGORITHM).create(seed ^ purpose.salt);
    }

    /** What chance decides; each has its own, so that a change in one leaves the others alone. */
    enum Purpose {
        /** Who works where. */
        COMPANIES(0x9E3779B97F4A7C15L),
        /** Who uses what when. */
        USAGE(0xC2B2AE3D27D4EB4FL),
        /** What happens from now on. */
        LIVE(0x165667B19E3779F9L);

        private final long salt;

        Purpose(long salt) {
            this.salt = salt;
        }
    }
}
