package dev.tallystream.contract.settings;

/** The privacy switch: whether individuals appear anywhere. */
public enum UserAnalytics {
    /** Individuals appear. */
    INCLUDE,
    /** Individuals appear nowhere. */
    EXCLUDE
}
