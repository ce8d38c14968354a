package dev.tallystream.benchmark.model;

import dev.tallystream.aggregator.table.UsageRowKey;
import dev.tallystream.aggregator.table.UsageTables;
import dev.tallystream.aggregator.view.MemberTally.Member;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.aggregator.view.UsageTable;
import dev.tallystream.standalone.audit.Cell;
import dev.tallystream.standalone.audit.Cell.Part;
import dev.tallystream.standalone.audit.Cell.Table;
import dev.tallystream.standalone.audit.Export;
import dev.tallystream.standalone.audit.Sums;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/** Rows of the stores → the recount's words. */
final class ModelRows {
    private ModelRows() {}

    /** Every row that is kept; those before their table's edge only wait to be deleted. */
    static List<Export.Row> read(TopologyTestDriver driver, Map<Table, Long> edges) {
        List<Export.Row> rows = new ArrayList<>();
        for (UsageTable table : UsageTable.values()) {
            try (KeyValueIterator<Bytes, byte[]> stored =
                    driver.<Bytes, byte[]>getKeyValueStore(table.storeName()).all()) {
                while (stored.hasNext()) {
                    KeyValue<Bytes, byte[]> row = stored.next();
                    Cell cell = cell(table(table), UsageRowKey.fromBytes(row.key.get()));
                    Tally tally = UsageTables.tally(row.value);
                    if (cell.start() >= edges.getOrDefault(cell.table(), Long.MIN_VALUE)) {
                        rows.add(new Export.Row(cell, new Sums(tally.credits().micros(), tally.events())));
                    }
                }
            }
        }
        return rows;
    }

    static Table table(UsageTable table) {
        return switch (table) {
            case HOURLY -> Table.HOURLY;
            case DAILY -> Table.DAILY;
            case WEEKLY -> Table.WEEKLY;
            case MONTHLY -> Table.MONTHLY;
            case QUARTERLY -> Table.QUARTERLY;
        };
    }

    private static Cell cell(Table table, UsageRowKey key) {
        return switch (key.cell()) {
            case dev.tallystream.aggregator.view.Cell.Total() -> cell(table, key, Part.TOTAL, null, null);
            case dev.tallystream.aggregator.view.Cell.Hour(int hour) ->
                cell(table, key, Part.HOUR, Integer.toString(hour), null);
            case dev.tallystream.aggregator.view.Cell.Part(var dimension, var member) ->
                cell(table, key, Part.valueOf(dimension.name()), name(member), null);
            case dev.tallystream.aggregator.view.Cell.Crossed(var crossing, var first, var second) ->
                cell(table, key, Part.valueOf(crossing.name()), name(first), name(second));
        };
    }

    private static Cell cell(Table table, UsageRowKey key, Part part, @Nullable String first, @Nullable String second) {
        return new Cell(table, key.organization().value(), key.periodStart().toEpochDay(), part, first, second);
    }

    private static @Nullable String name(Member member) {
        return switch (member) {
            case Member.Named(String id) -> id;
            case Member.Unattributed() -> null;
        };
    }
}
