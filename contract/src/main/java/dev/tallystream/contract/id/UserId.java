package dev.tallystream.contract.id;

/** A licensed member of an organization, as in {@code data.user_id}; never a guest or a service. */
public record UserId(String value) implements Comparable<UserId> {
    /** Checks the text: 1 to 255 characters, not blank, no control characters. */
    public UserId {
        IdText.check("user", value);
    }

    @Override
    public int compareTo(UserId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
