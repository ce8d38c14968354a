package dev.tallystream.query.usage;

import java.util.Optional;

/** The order of a list; ties are always by id. */
public enum Sort {
    /** Most credits first. */
    MOST_CREDITS("-credits"),
    /** Fewest credits first. */
    FEWEST_CREDITS("credits"),
    /** By name from A. */
    NAME("name"),
    /** By name from Z. */
    NAME_BACKWARDS("-name");

    private final String wireName;

    Sort(String wireName) {
        this.wireName = wireName;
    }

    /** The order as URLs spell it: {@code -credits}, {@code credits}, {@code name}, {@code -name}. */
    public String wireName() {
        return wireName;
    }

    /** Whether names decide it. */
    boolean byName() {
        return this == NAME || this == NAME_BACKWARDS;
    }

    /** The order of that spelling, or empty. */
    public static Optional<Sort> fromWireName(String wireName) {
        for (Sort sort : values()) {
            if (sort.wireName.equals(wireName)) {
                return Optional.of(sort);
            }
        }
        return Optional.empty();
    }
}
