package dev.tallystream.ingest.limit;

import dev.tallystream.contract.bytes.Hash128;
import dev.tallystream.contract.id.FeatureId;
import dev.tallystream.contract.id.OrganizationId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The distinct features that each organization brought up within the current hour. Features that were seen in it pass
 * always; once there are too many, others do not until the next hour. Every feature is a row in four tables for ever, so
 * a publisher that puts an id in the feature's place would grow them without end. Thread-safe.
 */
public final class NewFeatures {
    /**
     * Names remembered of all organizations, at some 50 bytes each and 250 for an organization: 30 MB at the worst.
     * Beyond them the organization that was heard of least recently is forgotten.
     */
    static final int MAX_REMEMBERED = 100_000;

    private static final Duration HOUR = Duration.ofHours(1);

    private final int limit;
    private final InstantSource clock;
    private final Map<OrganizationId, Hour> hours = new LinkedHashMap<>(16, 0.75f, true);
    private int remembered;

    /** What one organization brought up since that hour began; a name is its 64-bit hash. */
    private record Hour(long number, Set<Long> features) {}

    /** So many in an hour. */
    public NewFeatures(int limit, InstantSource clock) {
        this.limit = limit;
        this.clock = clock;
    }

    /** Whether the organization may use the feature now; it is remembered then. */
    public synchronized boolean admit(OrganizationId organization, FeatureId feature) {
        long number = clock.instant().getEpochSecond() / HOUR.toSeconds();
        Hour hour = hours.get(organization);
        if (hour == null || hour.number != number) {
            remembered -= hour == null ? 0 : hour.features.size();
            hour = new Hour(number, new HashSet<>());
            hours.put(organization, hour);
        }
        Long name = Hash128.of(feature.value().getBytes(StandardCharsets.UTF_8)).high();
        if (hour.features.contains(name)) {
            return true;
        }
        if (hour.features.size() >= limit) {
            return false;
        }
        hour.features.add(name);
        remembered++;
        forgetTheLeastRecent();
        return true;
    }

    /** How long until the next hour. */
    public Duration untilNextHour() {
        Instant now = clock.instant();
        long next = (now.getEpochSecond() / HOUR.toSeconds() + 1) * HOUR.toSeconds();
        return Duration.between(now, Instant.ofEpochSecond(next));
    }

    synchronized int remembered() {
        return remembered;
    }

    /** Never the organization of the call, which was used last. */
    private void forgetTheLeastRecent() {
        Iterator<Hour> eldest = hours.values().iterator();
        while (remembered > MAX_REMEMBERED && hours.size() > 1) {
            remembered -= eldest.next().features.size();
            eldest.remove();
        }
    }
}
