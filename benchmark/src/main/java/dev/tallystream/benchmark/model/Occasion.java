package dev.tallystream.benchmark.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** The moment at which a record of some kind is made. */
record Occasion(Generator generator, RandomGenerator random, Instant now, Kind kind) {
    private static final long SECONDS_OF_DAY = 86_400;
    private static final long MOST_MICROS = 1_000_000_000_000L;
    private static final Instant ANCIENT = Instant.parse("0003-01-01T00:00:00Z");

    Intent record() {
        return switch (kind) {
            case PLAIN -> usage();
            case NO_TIME -> usage().withTime(null);
            case LATE -> usage().withTime(back(35));
            case ZERO -> usage().withMicros(0);
            case EXTREME -> usage().withMicros(MOST_MICROS);
            case OVER_THE_LIMIT -> usage().withMicros(MOST_MICROS + 1);
            case NEGATIVE -> usage().withMicros(-random.nextLong(1, MOST_MICROS));
            case GUEST -> usage().withActor("guest");
            case SERVICE -> usage().withActor("service");
            case UNNAMED -> usage().withoutUser();
            case NO_TEAM -> usage().withoutTeam();
            case DUPLICATE -> generator.recent(kind);
            case DUPLICATE_OTHER_TIME -> generator.recent(kind).withTime(back(1));
            case CONFLICT -> other(generator.recent(kind));
            case FORGOTTEN -> generator.old(kind);
            case ABOUT_FORGOTTEN -> generator.sentAbout(kind, Duration.ofDays(36), random.nextInt(2));
            case ABOUT_LIVE -> usage().withTime(aboutLive());
            case TOO_OLD -> usage().withTime(back(1).minus(Duration.ofDays(36)));
            case FUTURE -> usage().withTime(now.plus(Duration.ofHours(2)));
            case BACKFILL, BACKFILL_AFTER -> usage().withTime(back(1_000)).withBackfill(backfill());
            case BACKFILL_CLOSE -> usage().withBackfill(backfill()).as(Intent.Type.CLOSED, null);
            case REVERSAL -> reversal(generator.recent(kind));
            case REVERSAL_FIRST -> reversal(generator.awaited(usage()));
            case AWAITED_ORIGINAL -> generator.expected(kind);
            case AWAITED_OTHER -> other(generator.expected(kind));
            case REVERSAL_MISMATCH -> mismatch(generator.recent(kind));
            case REVERSAL_UNKNOWN ->
                usage().withTime(now.minus(Duration.ofDays(40))).as(Intent.Type.REVERSED, "never-" + generator.ids());
            case ADJUSTMENT -> adjustment().withTime(back(2_000));
            case ANCIENT -> adjustment().withTime(ANCIENT.plusSeconds(random.nextLong(1_900L * 365 * SECONDS_OF_DAY)));
            case GARBAGE -> Intent.raw(kind, now, garbage());
            case NULL_VALUE -> Intent.raw(kind, now, null);
            case OVERSIZE -> Intent.raw(kind, now, new byte[66_000]);
        };
    }

    private Intent usage() {
        return generator.usage(kind);
    }

    private Instant back(long days) {
        return generator.latest().minusSeconds(random.nextLong(days * SECONDS_OF_DAY));
    }

    private Instant aboutLive() {
        return random.nextBoolean()
                ? now.minus(Duration.ofDays(35)).minus(Duration.ofHours(1)).minusMillis(random.nextInt(2))
                : now.plus(Duration.ofMinutes(65)).plusMillis(random.nextInt(2));
    }

    private String backfill() {
        return "b" + random.nextInt(40);
    }

    private static Intent other(Intent original) {
        return original.withMicros(original.micros() + 1);
    }

    private Intent reversal(Intent original) {
        return original.as(Intent.Type.REVERSED, original.id()).withId(generator.newId());
    }

    private Intent mismatch(Intent original) {
        return other(original)
                .as(Intent.Type.REVERSED, original.id())
                .withId(random.nextInt(4) == 0 ? original.id() : generator.newId());
    }

    private Intent adjustment() {
        return usage().withMicros(random.nextLong(-5_000_000, 5_000_000)).as(Intent.Type.ADJUSTED, null);
    }

    /** Any bytes, or a whole event but for its last byte. */
    private byte[] garbage() {
        byte[] bytes = new byte[1 + random.nextInt(60)];
        random.nextBytes(bytes);
        byte[] event = generator.usage(Kind.GARBAGE).bytes();
        return event == null || random.nextBoolean() ? bytes : Arrays.copyOf(event, event.length - 1);
    }
}
