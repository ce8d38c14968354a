package dev.tallystream.aggregator.table;

import dev.tallystream.aggregator.view.UsageTable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The edge of each table with a retention: periods that start before it are no longer kept, whether their rows are
 * deleted already or not. It moves on with the append times of the partition, never by what a payload says, and never
 * back, also where the retention was made longer: what was deleted does not return.
 */
public final class Edges {
    private static final byte EDGE = 1;

    private final TaskStores stores;
    private final Map<UsageTable, Duration> retention;
    private final Map<UsageTable, LocalDate> edges;
    private LocalDate reckoned = LocalDate.MIN;

    /** The edges of that task, which has that retention; a table without one keeps everything. */
    public Edges(TaskStores stores, Map<UsageTable, Duration> retention) {
        this.stores = stores;
        this.retention = retention;
        this.edges = in(stores.ledgerRows()::get);
    }

    /** Whether the table keeps the period that starts on that date. */
    public boolean keeps(UsageTable table, LocalDate periodStart) {
        LocalDate edge = edges.get(table);
        return edge == null || !periodStart.isBefore(edge);
    }

    /** Moves the edges on. */
    public void advance(Instant appended) {
        if (retention.isEmpty()) {
            return;
        }
        LocalDate today = LocalDate.ofInstant(appended, ZoneOffset.UTC);
        if (!today.isAfter(reckoned)) {
            return;
        }
        reckoned = today;
        for (Map.Entry<UsageTable, Duration> kept : retention.entrySet()) {
            LocalDate edge = LocalDate.ofInstant(appended.minus(kept.getValue()), ZoneOffset.UTC);
            LocalDate before = edges.get(kept.getKey());
            if (before == null || edge.isAfter(before)) {
                edges.put(kept.getKey(), edge);
                stores.ledgerRows().put(key(kept.getKey()), encode(edge));
            }
        }
    }

    /** The edge of each table that has one. */
    Map<UsageTable, LocalDate> all() {
        return edges;
    }

    /** The edges in the ledger's store. */
    public static Map<UsageTable, LocalDate> in(Function<Bytes, byte @Nullable []> ledgerStore) {
        Map<UsageTable, LocalDate> edges = new EnumMap<>(UsageTable.class);
        for (UsageTable table : UsageTable.values()) {
            byte[] row = ledgerStore.apply(key(table));
            if (row != null) {
                edges.put(table, LocalDate.ofEpochDay(ByteBuffer.wrap(row).getLong()));
            }
        }
        return edges;
    }

    private static Bytes key(UsageTable table) {
        return Bytes.wrap(new byte[] {EDGE, code(table)});
    }

    private static byte code(UsageTable table) {
        return switch (table) {
            case HOURLY -> 0;
            case DAILY -> 1;
            case WEEKLY -> 2;
            case MONTHLY -> 3;
            case QUARTERLY -> 4;
        };
    }

    private static byte[] encode(LocalDate edge) {
        return ByteBuffer.allocate(Long.BYTES).putLong(edge.toEpochDay()).array();
    }
}
