package dev.tallystream.aggregator.view;

import dev.tallystream.contract.id.OrganizationId;
import java.util.List;
import java.util.function.Function;

/** What queries see of the tables on this node. Thread-safe. */
public interface UsageView {
    /**
     * Runs the query over one cut: nothing is counted for the organization while it runs, so everything that it reads
     * adds up. The query must be short and keep nothing of the cut; rows of breakdowns are for {@link #readRows}.
     *
     * @return the query's result with its freshness, or why there is none; an organization without events answers with
     *     empty tables
     */
    default <T> Reading<T> read(OrganizationId organization, Function<UsageCut, T> query) {
        return readRows(organization, cut -> {
            T value = query.apply(cut);
            return later -> value;
        });
    }

    /**
     * The same in two parts: the query reads what is small over one cut and opens the rows that it needs; what it
     * returns reads them while counting goes on. They are of the cut's position, as the freshness is, so everything
     * still adds up. Opened rows are closed in every case.
     */
    <T> Reading<T> readRows(OrganizationId organization, Function<UsageCut, OpenedRows<T>> query);

    /** How fresh an answer would be now; costs next to nothing. */
    Reading<Freshness> freshness(OrganizationId organization);

    /** Every organization that this node has rows for, in the order of their ids. */
    List<OrganizationId> organizations();

    /** Whether answers can be had and are live. */
    ViewState state();
}
