package dev.tallystream.query.usage;

/** An answer that lacks only its freshness, which is known once its cut is closed; it holds nothing of the cut. */
@FunctionalInterface
public interface Unstamped<T> {
    /** The answer with that freshness. */
    T stampedWith(FreshnessAnswer freshness);
}
