package dev.tallystream.aggregator.view;

import dev.tallystream.aggregator.period.Granularity;
import java.util.Locale;
import java.util.Optional;

/** The tables of usage. Crossings have rows in the daily and the monthly one. */
public enum UsageTable {
    /** Totals by the hour, for the same point of another period. */
    HOURLY("usage-hourly"),
    /** Days. */
    DAILY("usage-daily"),
    /** Weeks. */
    WEEKLY("usage-weekly"),
    /** Months. */
    MONTHLY("usage-monthly"),
    /** Quarters. */
    QUARTERLY("usage-quarterly");

    private final String storeName;

    UsageTable(String storeName) {
        this.storeName = storeName;
    }

    /** The name of the store, as its changelog topic carries it. */
    public String storeName() {
        return storeName;
    }

    /** The table as options spell it: {@code hourly}, {@code daily}, … */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The table of that spelling, or empty. */
    public static Optional<UsageTable> fromWireName(String wireName) {
        for (UsageTable table : values()) {
            if (table.wireName().equals(wireName)) {
                return Optional.of(table);
            }
        }
        return Optional.empty();
    }

    /** The table of that granularity. */
    public static UsageTable of(Granularity granularity) {
        return switch (granularity) {
            case DAY -> DAILY;
            case WEEK -> WEEKLY;
            case MONTH -> MONTHLY;
            case QUARTER -> QUARTERLY;
        };
    }

    /** How long its periods are; an hourly row is dated by its day. */
    public Granularity granularity() {
        return switch (this) {
            case HOURLY, DAILY -> Granularity.DAY;
            case WEEKLY -> Granularity.WEEK;
            case MONTHLY -> Granularity.MONTH;
            case QUARTERLY -> Granularity.QUARTER;
        };
    }
}
