package dev.tallystream.aggregator.view;

import dev.tallystream.contract.id.OrganizationId;
import java.util.List;
import java.util.function.Function;

/** What queries see of the tables on this node. Thread-safe. */
public interface UsageView {
    /**
     * Runs the query over one cut: nothing is counted for the organization while it runs, so everything that it reads
     * adds up. The query must be short and keep nothing of the cut.
     *
     * @return the query's result with its freshness, or why there is none; an organization without events answers with
     *     empty tables
     */
    <T> Reading<T> read(OrganizationId organization, Function<UsageCut, T> query);

    /** How fresh an answer would be now; costs next to nothing. */
    Reading<Freshness> freshness(OrganizationId organization);

    /** Every organization that this node has rows for, in the order of their ids. */
    List<OrganizationId> organizations();

    /** Whether answers can be had and are live. */
    ViewState state();
}
