package dev.tallystream.query.usage;

import dev.tallystream.aggregator.view.Freshness;
import io.micronaut.http.MutableHttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How fresh the answer is: complete up to {@code as_of} (RFC 3339, UTC), {@code lag_ms} ago, at {@code position}. */
public record FreshnessAnswer(String asOf, long lagMs, String position) {
    /** The freshness as answers carry it. */
    public static FreshnessAnswer from(Freshness freshness) {
        return of(freshness, freshness.lag());
    }

    /** The freshness of numbers that may have been read earlier: as of then, with the lag of {@code now}. */
    static FreshnessAnswer from(Freshness freshness, Instant now) {
        Duration lag = Duration.between(freshness.asOf(), now);
        return of(freshness, lag.isNegative() ? Duration.ZERO : lag);
    }

    /** Says it in the headers, for whoever does not read the body. */
    public void addTo(MutableHttpHeaders headers) {
        headers.add("Tallystream-As-Of", asOf);
        headers.add("Tallystream-Lag-Ms", Long.toString(lagMs));
        headers.add("Tallystream-Position", position);
    }

    private static FreshnessAnswer of(Freshness freshness, Duration lag) {
        return new FreshnessAnswer(
                freshness.asOf().truncatedTo(ChronoUnit.MILLIS).toString(), lag.toMillis(), freshness.position());
    }
}
