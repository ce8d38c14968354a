package dev.tallystream.query.panel;

import dev.tallystream.query.usage.FreshnessAnswer;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/**
 * The time up to which a page's numbers are complete.
 *
 * @param instant RFC 3339, UTC
 * @param text the time in the organization's zone
 * @param exact the time to the second, with the zone
 * @param ageMillis how long ago it was when the page was made, so that no browser's clock is needed
 */
record LastUpdated(String instant, String text, String exact, long ageMillis) {
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
                freshness.lagMs());
    }
}
