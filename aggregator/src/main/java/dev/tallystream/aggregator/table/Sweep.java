package dev.tallystream.aggregator.table;

import dev.tallystream.aggregator.table.Identities.State;
import dev.tallystream.aggregator.table.WaitingReversals.Waiting;
import dev.tallystream.aggregator.view.UsageTable;
import dev.tallystream.contract.id.OrganizationId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Deletes what is no longer kept, a slice at a time: identities that are forgotten, reversals that waited in vain, rows
 * before a table's edge. One pass for each day that is settled; in between it costs nothing. When a row goes does not
 * matter to anybody: identities are forgotten and periods are passed over by their dates alone. It must only not go
 * before the last record that may ask for it has come, from whichever partition.
 */
public final class Sweep {
    /** Rows that are looked at in one slice: about a millisecond. */
    static final int SLICE = 1_000;

    private final TaskStores stores;
    private final Edges edges;
    private final WaitingReversals waiting;
    private final Supplier<Instant> settled;
    private LocalDate swept = LocalDate.MIN;
    private @Nullable Bytes nextIdentity;
    private boolean sweepingIdentities;
    private final Deque<Stretch> stretches = new ArrayDeque<>();

    /**
     * Of those stores.
     *
     * @param settled nothing that was appended before this time will still come
     */
    public Sweep(TaskStores stores, Edges edges, WaitingReversals waiting, Supplier<Instant> settled) {
        this.stores = stores;
        this.edges = edges;
        this.waiting = waiting;
        this.settled = settled;
    }

    /** Rows of one organization and kind that start before a table's edge. */
    private record Stretch(UsageTable table, OrganizationId organization, int kind) {}

    /** Whether a slice has something to look at. */
    public boolean isDue() {
        return sweepingIdentities || !stretches.isEmpty() || today().isAfter(swept);
    }

    /** Looks at one slice; returns the reversals that waited in vain. Everything pending must be written back. */
    public List<Waiting> slice() {
        List<Waiting> inVain = new ArrayList<>();
        if (sweepingIdentities) {
            sweepIdentities(inVain);
        } else if (!stretches.isEmpty()) {
            sweepRows(stretches.getFirst());
        } else if (today().isAfter(swept)) {
            swept = today();
            sweepingIdentities = true;
            edges.all().forEach(this::planRows);
        }
        return inVain;
    }

    private LocalDate today() {
        Instant upTo = settled.get();
        return upTo.equals(Instant.EPOCH) ? LocalDate.MIN : LocalDate.ofInstant(upTo, ZoneOffset.UTC);
    }

    private void sweepIdentities(List<Waiting> inVain) {
        Instant upTo = settled.get();
        int looked = 0;
        try (KeyValueIterator<Bytes, byte[]> rows =
                stores.identities().writtenBack().range(nextIdentity, null)) {
            List<Bytes> expired = new ArrayList<>();
            nextIdentity = null;
            while (rows.hasNext()) {
                KeyValue<Bytes, byte[]> row = rows.next();
                if (looked++ == SLICE) {
                    nextIdentity = row.key;
                    break;
                }
                if (Identities.isExpired(row.value, upTo)) {
                    expired.add(row.key);
                    if (Identities.stateOf(row.value) == State.AWAITED) {
                        Waiting reversal = waiting.take(row.key);
                        if (reversal != null) {
                            inVain.add(reversal);
                        }
                    }
                }
            }
            expired.forEach(key -> stores.identities().put(key, null));
        }
        sweepingIdentities = nextIdentity != null;
    }

    private void planRows(UsageTable table, LocalDate edge) {
        KeyValueStore<Bytes, byte[]> rows = stores.table(table).writtenBack();
        for (OrganizationId organization : new UsageReader(rows).organizations()) {
            for (int kind = 0; kind < UsageRowKey.KINDS; kind++) {
                stretches.add(new Stretch(table, organization, kind));
            }
        }
    }

    private void sweepRows(Stretch stretch) {
        Map<UsageTable, LocalDate> all = edges.all();
        LocalDate edge = all.getOrDefault(stretch.table, LocalDate.MIN);
        Bytes first = Bytes.wrap(UsageRowKey.firstOfKind(stretch.organization, stretch.kind));
        Bytes last = Bytes.wrap(UsageRowKey.afterLastOfKind(stretch.organization, stretch.kind));
        List<Bytes> old = new ArrayList<>();
        boolean done = true;
        try (KeyValueIterator<Bytes, byte[]> rows =
                stores.table(stretch.table).writtenBack().range(first, last)) {
            while (rows.hasNext()) {
                Bytes key = rows.next().key;
                if (!UsageRowKey.fromBytes(key.get()).periodStart().isBefore(edge)) {
                    break;
                }
                if (old.size() == SLICE) {
                    done = false;
                    break;
                }
                old.add(key);
            }
        }
        old.forEach(key -> stores.table(stretch.table).put(key, null));
        if (done) {
            stretches.removeFirst();
        }
    }
}
