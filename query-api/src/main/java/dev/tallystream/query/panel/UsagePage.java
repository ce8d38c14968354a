package dev.tallystream.query.panel;

import dev.tallystream.aggregator.view.Dimension;

/** The pages about usage: the details panel and the full list behind each of its sections. */
enum UsagePage {
    DETAILS(""),
    FEATURES("/features"),
    TEAMS("/teams"),
    USERS("/users");

    private final String path;

    UsagePage(String path) {
        this.path = path;
    }

    /** What follows {@code credits-usage} in the page's path. */
    String path() {
        return path;
    }

    /** The list as texts call it: {@code teams}. */
    String kind() {
        return path.substring(1);
    }

    /** Whose list it is. */
    Dimension dimension() {
        return switch (this) {
            case FEATURES -> Dimension.FEATURE;
            case TEAMS -> Dimension.TEAM;
            case USERS -> Dimension.USER;
            case DETAILS -> throw new IllegalStateException("the details panel is no list");
        };
    }

    /** The list of a dimension. */
    static UsagePage listOf(Dimension dimension) {
        return switch (dimension) {
            case FEATURE -> FEATURES;
            case TEAM -> TEAMS;
            case USER -> USERS;
        };
    }
}
