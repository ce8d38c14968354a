package dev.tallystream.aggregator.view;

import java.util.function.Function;

/**
 * Cuts of the same organization after the one in which rows were opened: for the few single rows and names that are
 * known only once the rows are read.
 */
public interface LaterCuts {
    /**
     * Runs the query over one more cut, which may be of a later position. As short as any other; it may open rows, which
     * are read when it has returned.
     */
    <R> R cut(Function<UsageCut, R> query);
}
