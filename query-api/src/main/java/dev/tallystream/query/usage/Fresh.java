package dev.tallystream.query.usage;

/** An answer that says how fresh it is. */
public interface Fresh {
    /** The time up to which it is complete. */
    FreshnessAnswer freshness();
}
