package dev.tallystream.contract.event;

import java.util.Optional;

/** The CloudEvents types that are understood. */
public enum EventType {
    /** Credits were used. */
    CREDITS_CONSUMED("ai.credits.consumed.v1"),
    /** An event is taken back whole. */
    CREDITS_REVERSED("ai.credits.reversed.v1"),
    /** Credits are corrected by a signed amount. */
    CREDITS_ADJUSTED("ai.credits.adjusted.v1"),
    /** A load of history is complete. */
    BACKFILL_CLOSED("ai.credits.backfill.closed.v1");

    private final String wireName;

    EventType(String wireName) {
        this.wireName = wireName;
    }

    /** The type as events spell it. */
    public String wireName() {
        return wireName;
    }

    /** The type of that spelling, or empty. */
    public static Optional<EventType> fromWireName(String wireName) {
        for (EventType type : values()) {
            if (type.wireName.equals(wireName)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
