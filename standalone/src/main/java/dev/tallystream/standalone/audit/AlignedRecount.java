package dev.tallystream.standalone.audit;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.topic.Placement;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The recount of exactly what the exports count. A record of a partition's own organizations is in the export of that
 * partition where it lies before its position; one that lies on a wrong partition is in the export of the right one as
 * far as that one says it has been handed over.
 */
public final class AlignedRecount {
    private final Map<Integer, Export> exports = new HashMap<>();
    private final Map<Integer, Tallied> tallies = new HashMap<>();
    private final Map<String, Integer> homes = new HashMap<>();
    private final Recount recount;

    private static final class Tallied {
        private long consumed;
        private long reroutedIn;
        private long counted;
        private long duplicate;
        private long rejected;
        private long reroutedOut;

        void add(Recount.Outcome outcome) {
            switch (outcome) {
                case COUNTED -> counted++;
                case DUPLICATE -> duplicate++;
                case REJECTED -> rejected++;
                // One more is counted, and one that was counted as waiting is rejected.
                case COUNTED_AGAINST_A_REVERSAL -> rejected++;
            }
        }
    }

    AlignedRecount(List<Export> exports, Decisions decisions) {
        for (Export export : exports) {
            this.exports.put(export.partition(), export);
            tallies.put(export.partition(), new Tallied());
        }
        recount = new Recount(new Recount.Circumstances() {
            @Override
            public DateRules calendarOf(String organization) {
                return decisions.calendarOf(organization);
            }

            @Override
            public boolean isErased(String organization, String user) {
                return decisions.isErased(organization, user);
            }

            @Override
            public long edgeOf(String organization, Cell.Table table) {
                return export(homeOf(organization)).edges().getOrDefault(table, Long.MIN_VALUE);
            }
        });
    }

    /** Counts the fact where an export counts it. */
    void count(Fact fact) {
        int partition = fact.place().partition();
        long offset = fact.place().offset();
        Tallied here = tally(partition);
        boolean read = offset < export(partition).ledger().nextOffset();
        if (read) {
            here.consumed++;
        }
        if (Recount.isRefused(fact) || !(fact instanceof Fact.Said said)) {
            if (read) {
                here.rejected++;
            }
            return;
        }
        int home = homeOf(said.organization());
        if (home == partition) {
            if (read) {
                here.add(recount.count(fact));
            }
            return;
        }
        if (read) {
            here.reroutedOut++;
        }
        if (offset < export(home).ledger().reroutedUpTo().getOrDefault(partition, 0L)) {
            Tallied there = tally(home);
            there.reroutedIn++;
            there.add(recount.count(fact));
        }
    }

    private int homeOf(String organization) {
        return homes.computeIfAbsent(organization, id -> Placement.partitionOf(new OrganizationId(id), exports.size()));
    }

    private Export export(int partition) {
        Export export = exports.get(partition);
        if (export == null) {
            throw new IllegalStateException("partition " + partition + " was not exported");
        }
        return export;
    }

    private Tallied tally(int partition) {
        return tallies.computeIfAbsent(partition, unknown -> new Tallied());
    }

    /** Every cell that is not nothing. */
    Map<Cell, Sums> cells() {
        return recount.cells();
    }

    /** How many conflicts nobody can decide. */
    long undecided() {
        return recount.undecided();
    }

    /** The recount's own ledger of each partition. */
    Map<Integer, PartitionCount> counts() {
        Map<Integer, Long> waited = new HashMap<>();
        exports.forEach((partition, export) ->
                recount.waitedInVain(Instant.ofEpochMilli(export.ledger().appended())).stream()
                        .filter(reversal -> homeOf(reversal.organization()) == partition)
                        .forEach(reversal -> waited.merge(partition, 1L, Long::sum)));
        Map<Integer, PartitionCount> counts = new HashMap<>();
        tallies.forEach((partition, tally) -> counts.put(
                partition,
                new PartitionCount(
                        tally.consumed,
                        tally.reroutedIn,
                        tally.counted,
                        tally.duplicate,
                        tally.rejected,
                        tally.reroutedOut,
                        waited.getOrDefault(partition, 0L))));
        return counts;
    }
}
