package dev.tallystream.aggregator.view;

/** What became of a query. "Not ready" is never an empty answer. */
public sealed interface Reading<T> {
    /** The query's result and the time up to which it is complete. */
    record Answered<T>(T value, Freshness freshness) implements Reading<T> {}

    /** No answer now; asking again soon is right. */
    record Unavailable<T>(Reason reason) implements Reading<T> {}

    /** Why there is no answer now. */
    enum Reason {
        /** The tables are being read back from their changelogs. */
        RESTORING,
        /** The organization's partition is changing hands. */
        REBALANCING
    }
}
