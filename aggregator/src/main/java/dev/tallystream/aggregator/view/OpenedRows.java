package dev.tallystream.aggregator.view;

/**
 * What is left of a query once its cut is over: to read the rows that it opened, while counting goes on. Rows show the
 * state of the cut in which they were opened.
 */
@FunctionalInterface
public interface OpenedRows<T> {
    /** Reads them and makes the result; called once. They are closed when it returns or fails. */
    T read(LaterCuts later);
}
