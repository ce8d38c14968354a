package dev.tallystream.contract.id;

/** A team of an organization, as in {@code data.team_id}. */
public record TeamId(String value) implements Comparable<TeamId> {
    /** Checks the text: 1 to 255 characters, not blank, no control characters. */
    public TeamId {
        IdText.check("team", value);
    }

    @Override
    public int compareTo(TeamId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
