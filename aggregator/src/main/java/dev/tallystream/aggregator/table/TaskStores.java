package dev.tallystream.aggregator.table;

import dev.tallystream.aggregator.view.Ledger;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.aggregator.view.UsageTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Every store of one task, with everything that changed since the last commit. It changes record by record; the stores
 * below change only when all of it is written back at once. One thread's.
 */
public final class TaskStores {
    private static final Bytes LEDGER_KEY = Bytes.wrap(new byte[] {0});

    private final Map<UsageTable, PendingStore<Tally>> tables = new EnumMap<>(UsageTable.class);
    private final PendingStore<byte[]> identities;
    private final PendingStore<byte[]> waitingReversals;
    private final PendingStore<byte[]> directory;
    private final PendingStore<byte[]> settings;
    private final PendingStore<byte[]> allocations;
    private final PendingStore<byte[]> backfills;
    private final PendingStore<byte[]> erasedUsers;
    private final PendingStore<byte[]> ledgerRows;
    private final List<PendingStore<?>> all = new ArrayList<>();
    private Ledger ledger;
    private Ledger writtenLedger;

    /** Over the stores that are found by their names. */
    public TaskStores(Function<String, KeyValueStore<Bytes, byte[]>> stores) {
        for (UsageTable table : UsageTable.values()) {
            tables.put(
                    table, new PendingStore<>(stores.apply(table.storeName()), TallyBytes::decode, TallyBytes::encode));
        }
        all.addAll(tables.values());
        identities = bytes(stores, Stores.IDENTITIES);
        waitingReversals = bytes(stores, Stores.WAITING_REVERSALS);
        directory = bytes(stores, Stores.DIRECTORY);
        settings = bytes(stores, Stores.SETTINGS);
        allocations = bytes(stores, Stores.ALLOCATIONS);
        backfills = bytes(stores, Stores.BACKFILLS);
        erasedUsers = bytes(stores, Stores.ERASED_USERS);
        ledgerRows = bytes(stores, Stores.LEDGER);
        byte[] row = ledgerRows.get(LEDGER_KEY);
        ledger = row == null ? Ledger.EMPTY : LedgerBytes.decode(row);
        writtenLedger = ledger;
    }

    private PendingStore<byte[]> bytes(Function<String, KeyValueStore<Bytes, byte[]>> stores, String name) {
        PendingStore<byte[]> store = new PendingStore<>(stores.apply(name), Function.identity(), Function.identity());
        all.add(store);
        return store;
    }

    /** The rows of that table. */
    public PendingStore<Tally> table(UsageTable table) {
        PendingStore<Tally> found = tables.get(table);
        if (found == null) {
            throw new IllegalStateException("there is no store of the table " + table);
        }
        return found;
    }

    /** What was counted already. */
    public PendingStore<byte[]> identities() {
        return identities;
    }

    /** Reversals that wait for what they take back. */
    public PendingStore<byte[]> waitingReversals() {
        return waitingReversals;
    }

    /** Names. */
    public PendingStore<byte[]> directory() {
        return directory;
    }

    /** Settings. */
    public PendingStore<byte[]> settings() {
        return settings;
    }

    /** What was agreed with organizations. */
    public PendingStore<byte[]> allocations() {
        return allocations;
    }

    /** Loads of history. */
    public PendingStore<byte[]> backfills() {
        return backfills;
    }

    /** Erased users. */
    public PendingStore<byte[]> erasedUsers() {
        return erasedUsers;
    }

    /** The ledger's store, whose other rows are the tables' edges. */
    PendingStore<byte[]> ledgerRows() {
        return ledgerRows;
    }

    /** What became of every record so far. */
    public Ledger ledger() {
        return ledger;
    }

    /** Moves on to that ledger, which becomes bytes once for all records of a commit. */
    public void enter(Ledger newLedger) {
        ledger = newLedger;
    }

    /** The ledger in a store that is written back. */
    public static Ledger ledgerIn(Function<Bytes, byte[]> ledgerStore) {
        byte[] row = ledgerStore.apply(LEDGER_KEY);
        return row == null ? Ledger.EMPTY : LedgerBytes.decode(row);
    }

    /** How many keys changed since they were written back. */
    public int pending() {
        int pending = ledger.equals(writtenLedger) ? 0 : 1;
        for (PendingStore<?> store : all) {
            pending += store.size();
        }
        return pending;
    }

    /** Writes every change to the stores below. */
    public void writeBack() {
        if (!ledger.equals(writtenLedger)) {
            ledgerRows.put(LEDGER_KEY, LedgerBytes.encode(ledger));
            writtenLedger = ledger;
        }
        all.forEach(PendingStore::writeBack);
    }

    /** Forgets every change: the transaction that they belong to is aborted. */
    public void forget() {
        all.forEach(PendingStore::forget);
    }
}
