package dev.tallystream.contract.id;

/** A load of history: the CloudEvents extension attribute {@code backfillid}. */
public record BackfillId(String value) implements Comparable<BackfillId> {
    /** Checks the text: 1 to 255 characters, not blank, no control characters. */
    public BackfillId {
        IdText.check("backfillid", value);
    }

    @Override
    public int compareTo(BackfillId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
