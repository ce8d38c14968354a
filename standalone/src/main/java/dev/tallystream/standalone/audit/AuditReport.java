package dev.tallystream.standalone.audit;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tallystream.standalone.audit.Comparison.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an audit found.
 *
 * @param records how many were read
 * @param counts the recount's own ledger of each partition
 * @param undecided conflicts whose order is not written anywhere
 */
record AuditReport(
        List<Export> exports,
        long records,
        Map<Integer, PartitionCount> counts,
        long undecided,
        Comparison comparison) {
    /** Enough to see what they have in common. */
    private static final int MOST_SHOWN = 20;

    private static final PartitionCount NOTHING = new PartitionCount(0, 0, 0, 0, 0, 0, 0);

    /** Whether tables and recount agree, and there was something to compare. */
    boolean isClean() {
        return comparison.differences().isEmpty() && ledgerDifferences().isEmpty() && comparison.cells() > 0;
    }

    private List<String> ledgerDifferences() {
        List<String> all = new ArrayList<>();
        for (Export export : exports) {
            export.ledger()
                    .differences(counts.getOrDefault(export.partition(), NOTHING))
                    .forEach(difference -> all.add("partition " + export.partition() + ", " + difference));
        }
        return all;
    }

    /** The report for people. */
    List<String> toLines(Cell.UserNames users) {
        List<String> lines = new ArrayList<>();
        for (Export export : exports) {
            PartitionCount count = counts.getOrDefault(export.partition(), NOTHING);
            lines.add("partition %d up to offset %,d: %,d counted, %,d duplicate, %,d rejected"
                    .formatted(
                            export.partition(),
                            export.ledger().nextOffset(),
                            count.counted(),
                            count.duplicate(),
                            count.rejected()));
        }
        lines.add("%,d records read".formatted(records));
        for (Cell.Table table : Cell.Table.values()) {
            long beyond = comparison.notCovered().getOrDefault(table, 0L);
            lines.add("%s: %,d cells compared%s"
                    .formatted(
                            table.wireName(),
                            comparison.compared().getOrDefault(table, 0L),
                            beyond == 0
                                    ? ""
                                    : ", %,d not covered: their periods are older than the table keeps"
                                            .formatted(beyond)));
        }
        if (comparison.cells() == 0) {
            lines.add("There was not a single cell to compare, which proves nothing.");
        }
        ledgerDifferences().forEach(difference -> lines.add("ledger of " + difference));
        comparison.differences().stream()
                .limit(MOST_SHOWN)
                .forEach(difference -> lines.add(sentence(difference, users)));
        if (comparison.differences().size() > MOST_SHOWN) {
            lines.add("and %,d more".formatted(comparison.differences().size() - MOST_SHOWN));
        }
        if (undecided > 0) {
            lines.add(("%,d conflicts had their events on different partitions; which of them came first is written"
                            + " nowhere, so the tables may have counted the other.")
                    .formatted(undecided));
        }
        lines.add("drift: %,d".formatted(comparison.differences().size()));
        return lines;
    }

    private static String sentence(Difference difference, Cell.UserNames users) {
        return "%s: recounted %s, the table has %s%s"
                .formatted(
                        difference.cell().describe(users),
                        words(difference.recounted()),
                        words(difference.exported()),
                        Optional.ofNullable(difference.why())
                                .map(why -> " (" + why + ")")
                                .orElse(""));
    }

    private static String words(@Nullable Sums sums) {
        return sums == null ? "nothing" : sums.toString();
    }

    /** The report for programs, one line. */
    String toJson(Cell.UserNames users) {
        ObjectNode json = new JsonMapper().createObjectNode();
        ArrayNode partitions = json.putArray("partitions");
        long counted = 0;
        long duplicate = 0;
        long rejected = 0;
        for (Export export : exports) {
            PartitionCount count = counts.getOrDefault(export.partition(), NOTHING);
            counted += count.counted();
            duplicate += count.duplicate();
            rejected += count.rejected();
            partitions
                    .addObject()
                    .put("partition", export.partition())
                    .put("position", export.partition() + ":" + export.ledger().nextOffset())
                    .put("counted", count.counted())
                    .put("duplicate", count.duplicate())
                    .put("rejected", count.rejected())
                    .put("ledger_counted", export.ledger().counted())
                    .put("ledger_duplicate", export.ledger().duplicate())
                    .put("ledger_rejected", export.ledger().rejected());
        }
        json.put("records", records)
                .put("counted", counted)
                .put("duplicate", duplicate)
                .put("rejected", rejected)
                .put("cells", comparison.cells());
        ObjectNode compared = json.putObject("cells_compared");
        ObjectNode notCovered = json.putObject("cells_not_covered");
        for (Cell.Table table : Cell.Table.values()) {
            compared.put(table.wireName(), comparison.compared().getOrDefault(table, 0L));
            notCovered.put(table.wireName(), comparison.notCovered().getOrDefault(table, 0L));
        }
        ArrayNode ledger = json.putArray("ledger_differences");
        ledgerDifferences().forEach(ledger::add);
        json.put("undecided_conflicts", undecided)
                .put("drift", comparison.differences().size());
        ArrayNode differing = json.putArray("differing_cells");
        comparison.differences().stream()
                .limit(MOST_SHOWN)
                .forEach(difference -> differing
                        .addObject()
                        .put("cell", difference.cell().describe(users))
                        .put("recounted", words(difference.recounted()))
                        .put("table", words(difference.exported())));
        return json.put("clean", isClean()).toString();
    }
}
