package dev.tallystream.aggregator.period;

import java.util.Locale;
import java.util.Optional;

/** How long a period is; each has a table of its own. */
public enum Granularity {
    /** A calendar day; 23 or 25 hours long where the clock changes. */
    DAY,
    /** Seven days from the organization's first day of the week. */
    WEEK,
    /** A calendar month. */
    MONTH,
    /** Three months of the organization's fiscal year. */
    QUARTER;

    /** The granularity as URLs spell it: {@code day}, {@code week}, {@code month}, {@code quarter}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The granularity of that spelling, or empty. */
    public static Optional<Granularity> fromWireName(String wireName) {
        for (Granularity granularity : values()) {
            if (granularity.wireName().equals(wireName)) {
                return Optional.of(granularity);
            }
        }
        return Optional.empty();
    }
}
