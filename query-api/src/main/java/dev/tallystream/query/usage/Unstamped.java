package dev.tallystream.query.usage;

/** An answer that lacks only its freshness, which is known once its cut is closed; it holds nothing of the cut. */
@FunctionalInterface
interface Unstamped<T> {
    T stampedWith(FreshnessAnswer freshness);
}
