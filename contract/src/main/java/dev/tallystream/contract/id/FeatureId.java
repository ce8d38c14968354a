package dev.tallystream.contract.id;

/** An AI feature that sells by credits, as in {@code data.feature}. */
public record FeatureId(String value) implements Comparable<FeatureId> {
    /** Checks the text: 1 to 255 characters, not blank, no control characters. */
    public FeatureId {
        IdText.check("feature", value);
    }

    @Override
    public int compareTo(FeatureId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
