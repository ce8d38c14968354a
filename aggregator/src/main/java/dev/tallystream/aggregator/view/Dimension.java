package dev.tallystream.aggregator.view;

/** By what a period's total is broken down. */
public enum Dimension {
    /** By feature. */
    FEATURE,
    /** By team; usage without a team is unattributed. */
    TEAM,
    /** By user; usage of guests, services and unnamed members is unattributed. */
    USER
}
