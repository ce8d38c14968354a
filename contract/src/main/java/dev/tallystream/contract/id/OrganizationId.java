package dev.tallystream.contract.id;

/** The tenant: the CloudEvents {@code subject} of its events, and the key of everything that is stored. */
public record OrganizationId(String value) implements Comparable<OrganizationId> {
    /** Checks the text: 1 to 255 characters, not blank, no control characters. */
    public OrganizationId {
        IdText.check("organization", value);
    }

    @Override
    public int compareTo(OrganizationId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
