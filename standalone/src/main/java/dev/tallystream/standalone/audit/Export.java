package dev.tallystream.standalone.audit;

import dev.tallystream.contract.erasure.ErasedUser;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that a node says one partition's tables hold, at one position.
 *
 * @param edges the first date that a table keeps; a table that keeps everything is absent
 */
public record Export(
        int partition, Ledger ledger, Map<Cell.Table, Long> edges, Set<ErasedUser> erasedUsers, List<Row> rows) {
    /** Keeps copies. */
    public Export {
        edges = Map.copyOf(edges);
        erasedUsers = Set.copyOf(erasedUsers);
        rows = List.copyOf(rows);
    }

    /** One row of a table. */
    public record Row(Cell cell, Sums sums) {}
}
