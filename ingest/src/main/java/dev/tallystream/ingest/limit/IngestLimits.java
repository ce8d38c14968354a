package dev.tallystream.ingest.limit;

/**
 * How much this node takes. A rate may be exceeded for a moment: what was not used in the last second can be used at
 * once, and a full batch always can.
 *
 * @param eventsPerSecondOfKey events a second that one key may bring
 * @param requestsPerSecondOfKey requests a second that one key may make
 * @param eventsPerSecond events a second of all keys together
 * @param requestsPerSecond requests a second of all keys together
 * @param newFeaturesPerHour distinct features that one organization may bring up within an hour
 */
public record IngestLimits(
        int eventsPerSecondOfKey,
        int requestsPerSecondOfKey,
        int eventsPerSecond,
        int requestsPerSecond,
        int newFeaturesPerHour) {
    /** Events a second of one key, where nothing else is said. */
    public static final int EVENTS_PER_SECOND_OF_KEY = 20_000;
    /** Requests a second of one key, where nothing else is said. */
    public static final int REQUESTS_PER_SECOND_OF_KEY = 1_000;
    /** Events a second of all keys, where nothing else is said. */
    public static final int EVENTS_PER_SECOND = 50_000;
    /** Requests a second of all keys, where nothing else is said. */
    public static final int REQUESTS_PER_SECOND = 5_000;
    /** New features of an organization within an hour: more are a mistake, such as an id in the feature's place. */
    public static final int NEW_FEATURES_PER_HOUR = 10_000;

    /** Checks that each is at least 1. */
    public IngestLimits {
        requirePositive("eventsPerSecondOfKey", eventsPerSecondOfKey);
        requirePositive("requestsPerSecondOfKey", requestsPerSecondOfKey);
        requirePositive("eventsPerSecond", eventsPerSecond);
        requirePositive("requestsPerSecond", requestsPerSecond);
        requirePositive("newFeaturesPerHour", newFeaturesPerHour);
    }

    /** The limits where nothing else is said. */
    public static IngestLimits standard() {
        return new IngestLimits(
                EVENTS_PER_SECOND_OF_KEY,
                REQUESTS_PER_SECOND_OF_KEY,
                EVENTS_PER_SECOND,
                REQUESTS_PER_SECOND,
                NEW_FEATURES_PER_HOUR);
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " " + value + " must be at least 1");
        }
    }
}
