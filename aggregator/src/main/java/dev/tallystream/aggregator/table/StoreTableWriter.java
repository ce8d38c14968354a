package dev.tallystream.aggregator.table;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.period.OrganizationCalendar;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.event.Usage;
import dev.tallystream.contract.id.OrganizationId;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Reads, adds and writes every row for every event; the stores' own cache folds them until the commit. */
public final class StoreTableWriter implements TableWriter {
    private final Map<Granularity, KeyValueStore<Bytes, byte[]>> tables = new EnumMap<>(Granularity.class);

    /** Writes to the stores that are found by their names. */
    public StoreTableWriter(Function<String, KeyValueStore<Bytes, byte[]>> stores) {
        for (Granularity granularity : Granularity.values()) {
            tables.put(granularity, stores.apply(UsageTables.storeName(granularity)));
        }
    }

    private record Write(KeyValueStore<Bytes, byte[]> table, Bytes key, byte @Nullable [] value) {}

    @Override
    public boolean add(
            OrganizationId organization, OrganizationCalendar calendar, LocalDate date, Usage usage, Tally tally) {
        List<Cell> cells = Cell.of(usage);
        Write[] writes = new Write[tables.size() * cells.size()];
        int count = 0;
        try {
            for (Map.Entry<Granularity, KeyValueStore<Bytes, byte[]>> table : tables.entrySet()) {
                LocalDate start = calendar.startOfPeriod(table.getKey(), date);
                for (Cell cell : cells) {
                    Bytes key = Bytes.wrap(new UsageRowKey(organization, cell, start).toBytes());
                    writes[count++] = new Write(
                            table.getValue(), key, sum(table.getValue().get(key), tally));
                }
            }
        } catch (ArithmeticException overflow) {
            // Every sum is known before the first write, so that a refused event leaves no trace.
            return false;
        }
        for (Write write : writes) {
            write.table().put(write.key(), write.value());
        }
        return true;
    }

    private static byte @Nullable [] sum(byte @Nullable [] row, Tally tally) {
        Tally before = row == null ? Tally.ZERO : TallyBytes.decode(row);
        Credits credits = before.credits().plus(tally.credits());
        long events = Math.addExact(before.events(), tally.events());
        return credits.micros() == 0 && events == 0 ? null : TallyBytes.encode(new Tally(credits, events));
    }
}
