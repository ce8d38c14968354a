package dev.tallystream.aggregator.view;

import java.util.Optional;

/** Two dimensions whose common parts have rows of their own, by day and by month. */
public enum Crossing {
    /** The features of a team, and the teams of a feature. */
    TEAM_FEATURE(Dimension.TEAM, Dimension.FEATURE),
    /** The users of a team. */
    TEAM_USER(Dimension.TEAM, Dimension.USER),
    /** The features of a user. */
    USER_FEATURE(Dimension.USER, Dimension.FEATURE);

    private final Dimension first;
    private final Dimension second;

    Crossing(Dimension first, Dimension second) {
        this.first = first;
        this.second = second;
    }

    /** The crossing of two dimensions in either order; empty for a dimension with itself. */
    public static Optional<Crossing> of(Dimension one, Dimension other) {
        for (Crossing crossing : values()) {
            boolean straight = crossing.first == one && crossing.second == other;
            boolean turned = crossing.first == other && crossing.second == one;
            if (straight || turned) {
                return Optional.of(crossing);
            }
        }
        return Optional.empty();
    }

    /** By what its rows are sorted. */
    public Dimension first() {
        return first;
    }

    /** By what its rows are sorted within a member of the first. */
    public Dimension second() {
        return second;
    }
}
