package dev.tallystream.contract.event;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far an event's time may lie from now: 35 days back, or any time within a backfill, and 5 minutes ahead. The
 * door judges by its clock; the topology judges by the append time and allows {@link #GRACE} more each way, so that
 * what was acknowledged is not refused for its age.
 */
public enum LiveWindow {
    /** As ingest judges. */
    AT_THE_DOOR(Duration.ZERO),
    /** As the topology judges. */
    ON_THE_TOPIC(Duration.ofHours(1));

    /** How old a live event may be. */
    public static final Duration BACK = Duration.ofDays(35);
    /** How far ahead of the clock an event may be. */
    public static final Duration AHEAD = Duration.ofMinutes(5);
    /** What the topology allows beyond both. */
    public static final Duration GRACE = ON_THE_TOPIC.grace;

    private final Duration grace;

    LiveWindow(Duration grace) {
        this.grace = grace;
    }

    /** Why the event's time is refused at {@code now}, or empty where it is fine. */
    public Optional<Decoded.Refused> refuse(Event event, Instant now) {
        Instant time = event.time();
        if (time == null) {
            return Optional.empty();
        }
        if (time.isAfter(now.plus(AHEAD).plus(grace))) {
            return Optional.of(Decoded.Refused.of(event, Refusal.EVENT_IN_FUTURE, "/time"));
        }
        // A correction is as old as what it corrects.
        boolean live = event instanceof Event.CreditsConsumed && event.backfill() == null;
        if (live && isTooOld(time, now)) {
            return Optional.of(Decoded.Refused.of(event, Refusal.EVENT_TOO_OLD, "/time"));
        }
        return Optional.empty();
    }

    /** Whether usage of that time is no longer taken at {@code now}, unless it belongs to a backfill. */
    public boolean isTooOld(Instant time, Instant now) {
        return time.isBefore(now.minus(BACK).minus(grace));
    }
}
