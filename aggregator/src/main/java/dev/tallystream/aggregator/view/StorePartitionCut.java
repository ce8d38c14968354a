package dev.tallystream.aggregator.view;

import dev.tallystream.aggregator.table.Edges;
import dev.tallystream.aggregator.table.ErasedUsers;
import dev.tallystream.aggregator.table.Stores;
import dev.tallystream.aggregator.table.UsageRowKey;
import dev.tallystream.aggregator.table.UsageTables;
import dev.tallystream.aggregator.topology.LiveTasks.LiveTask;
import dev.tallystream.contract.erasure.ErasedUser;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * One iterator over each table, all opened while nothing was written back. An iterator of RocksDB sees the store as it
 * was when it was opened, so the tables are read at one position, however long that takes.
 */
final class StorePartitionCut implements PartitionCut {
    private final int partition;
    private final Ledger ledger;
    private final Map<UsageTable, LocalDate> edges;
    private final List<ErasedUser> erasedUsers;
    private final Map<UsageTable, KeyValueIterator<Bytes, byte[]>> tables;

    private StorePartitionCut(
            LiveTask task,
            Map<UsageTable, LocalDate> edges,
            List<ErasedUser> erasedUsers,
            Map<UsageTable, KeyValueIterator<Bytes, byte[]>> tables) {
        this.partition = task.partition();
        this.ledger = task.ledger();
        this.edges = edges;
        this.erasedUsers = erasedUsers;
        this.tables = tables;
    }

    /** Only while the task's read lock is held. */
    static PartitionCut open(LiveTask task, Function<String, ReadOnlyKeyValueStore<Bytes, byte[]>> stores) {
        Map<UsageTable, KeyValueIterator<Bytes, byte[]>> tables = new EnumMap<>(UsageTable.class);
        ReadOnlyKeyValueStore<Bytes, byte[]> ledgerStore = stores.apply(Stores.LEDGER);
        StorePartitionCut cut = new StorePartitionCut(
                task, Edges.in(ledgerStore::get), erasedUsers(stores.apply(Stores.ERASED_USERS)), tables);
        try {
            for (UsageTable table : UsageTable.values()) {
                KeyValueIterator<Bytes, byte[]> rows =
                        stores.apply(table.storeName()).all();
                tables.put(table, rows);
                // Kafka's iterator opens the one of RocksDB at the first question.
                var _ = rows.hasNext();
            }
            return cut;
        } catch (InvalidStateStoreException moved) {
            cut.close();
            throw moved;
        }
    }

    private static List<ErasedUser> erasedUsers(ReadOnlyKeyValueStore<Bytes, byte[]> store) {
        List<ErasedUser> users = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> rows = store.all()) {
            while (rows.hasNext()) {
                KeyValue<Bytes, byte[]> row = rows.next();
                if (ErasedUsers.isDone(row.value)) {
                    users.add(ErasedUser.fromBytes(row.key.get()));
                }
            }
        }
        return users;
    }

    @Override
    public int partition() {
        return partition;
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public Map<UsageTable, LocalDate> edges() {
        return edges;
    }

    @Override
    public List<ErasedUser> erasedUsers() {
        return erasedUsers;
    }

    @Override
    public Iterator<UsageRow> rows() {
        return new Rows(tables.entrySet().iterator(), edges);
    }

    @Override
    public void close() {
        tables.values().forEach(KeyValueIterator::close);
    }

    /** The tables one after the other, without the rows that are only waiting to be deleted. */
    private static final class Rows implements Iterator<UsageRow> {
        private final Iterator<Map.Entry<UsageTable, KeyValueIterator<Bytes, byte[]>>> tables;
        private final Map<UsageTable, LocalDate> edges;
        private Map.@Nullable Entry<UsageTable, KeyValueIterator<Bytes, byte[]>> table;
        private @Nullable UsageRow next;

        Rows(
                Iterator<Map.Entry<UsageTable, KeyValueIterator<Bytes, byte[]>>> tables,
                Map<UsageTable, LocalDate> edges) {
            this.tables = tables;
            this.edges = edges;
        }

        @Override
        public boolean hasNext() {
            try {
                while (next == null && advance()) {
                    LocalDate edge = next == null ? null : edges.get(next.table());
                    if (next != null && edge != null && next.periodStart().isBefore(edge)) {
                        next = null;
                    }
                }
                return next != null;
            } catch (InvalidStateStoreException moved) {
                throw new PartitionView.PartitionMoved(moved);
            }
        }

        /** Takes the next row, if there is one; false at the end. */
        private boolean advance() {
            while (table == null || !table.getValue().hasNext()) {
                if (!tables.hasNext()) {
                    return false;
                }
                table = tables.next();
            }
            KeyValue<Bytes, byte[]> row = table.getValue().next();
            UsageRowKey key = UsageRowKey.fromBytes(row.key.get());
            next = new UsageRow(
                    table.getKey(), key.organization(), key.cell(), key.periodStart(), UsageTables.tally(row.value));
            return true;
        }

        @Override
        public UsageRow next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException();
            }
            UsageRow row = next;
            next = null;
            return row;
        }
    }
}
