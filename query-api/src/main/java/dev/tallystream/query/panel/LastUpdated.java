package dev.tallystream.query.panel;

import dev.tallystream.query.usage.FreshnessAnswer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * The time up to which a page's numbers are complete.
 *
 * @param instant RFC 3339, UTC
 * @param text the time in the organization's zone
 * @param exact the time to the second, with the zone
 * @param zone the organization's
 * @param ageMillis how long ago it was when the page was made, so that no browser's clock is needed
 * @param behindMillis from which age on that is said
 * @param catchingUp what is said while counting is behind; null while it is not
 */
record LastUpdated(
        String instant,
        String text,
        String exact,
        String zone,
        long ageMillis,
        long behindMillis,
        @Nullable String catchingUp) {
    /** How old numbers may be before that is said: as long as a node that stands still is taken for ready. */
    private static final Duration BEHIND = Duration.ofSeconds(10);

    static LastUpdated of(FreshnessAnswer freshness, String zone, Texts texts) {
        Instant asOf = Instant.parse(freshness.asOf());
        ZonedDateTime there = asOf.atZone(ZoneId.of(zone));
        return new LastUpdated(
                freshness.asOf(),
                there.format(DateTimeFormatter.ofPattern(texts.pattern("date.instant"), texts.locale())),
                texts.get(
                        "updated.exact",
                        there.format(DateTimeFormatter.ofPattern(texts.pattern("date.instant_exact"), texts.locale())),
                        zone),
                zone,
                freshness.lagMs(),
                BEHIND.toMillis(),
                Duration.ofMillis(freshness.lagMs()).compareTo(BEHIND) < 0
                        ? null
                        : texts.get("updated.catching_up", completeUpTo(there, freshness, texts)));
    }

    /** The time of day, with its date where that is not today. */
    private static String completeUpTo(ZonedDateTime asOf, FreshnessAnswer freshness, Texts texts) {
        boolean today =
                asOf.plus(Duration.ofMillis(freshness.lagMs())).toLocalDate().equals(asOf.toLocalDate());
        String pattern = texts.pattern(today ? "date.time" : "date.instant");
        return asOf.format(DateTimeFormatter.ofPattern(pattern, texts.locale()));
    }
}
