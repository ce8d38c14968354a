package dev.tallystream.http.key;

import java.util.Optional;

/** What a key may do. */
public enum KeyScope {
    /** Publish events. */
    EVENTS_WRITE("events:write"),
    /** Publish history, older than the live window; beside {@link #EVENTS_WRITE}. */
    BACKFILL("backfill"),
    /** Write names, urls and deleted flags. */
    DIRECTORY_WRITE("directory:write"),
    /** Write allocations and billing calendars. */
    ALLOCATIONS_WRITE("allocations:write"),
    /** Read usage. */
    USAGE_READ("usage:read"),
    /** Read what the process says of itself, for whoever runs it. */
    METRICS_READ("metrics:read");

    private final String wireName;

    KeyScope(String wireName) {
        this.wireName = wireName;
    }

    /** The scope as files and answers spell it. */
    public String wireName() {
        return wireName;
    }

    /** The scope of that spelling, or empty. */
    public static Optional<KeyScope> fromWireName(String wireName) {
        for (KeyScope scope : values()) {
            if (scope.wireName.equals(wireName)) {
                return Optional.of(scope);
            }
        }
        return Optional.empty();
    }
}
