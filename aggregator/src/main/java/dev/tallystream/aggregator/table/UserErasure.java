package dev.tallystream.aggregator.table;

import dev.tallystream.aggregator.view.Cell;
import dev.tallystream.aggregator.view.Crossing;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.aggregator.view.ErasedRows;
import dev.tallystream.aggregator.view.MemberTally.Member;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.aggregator.view.UsageTable;
import dev.tallystream.contract.directory.DirectoryKey;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.contract.erasure.ErasedUser;
import dev.tallystream.contract.id.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;

/**
 * Moves what an erased user used to the unattributed part, in every table and crossing, and takes the name away. The
 * id itself is not known here, only its keyed hash, so every row that names a user of the organization is looked at; an
 * id is hashed once. A waiting reversal has an id of its own, in which its publisher may have written the user's, and
 * that no hash finds: every one of the organization loses its id, and its position is still enough to find it.
 */
public final class UserErasure {
    private final TaskStores stores;
    private final ErasedUsers erased;

    /** In those stores. */
    public UserErasure(TaskStores stores, ErasedUsers erased) {
        this.stores = stores;
        this.erased = erased;
    }

    private record Row(PendingStore<Tally> table, UsageRowKey key, Tally tally) {}

    /** How many rows were moved, and the keys in the directory that were removed. */
    public record Moved(ErasedRows rows, List<byte[]> names) {}

    /** Moves the rows and removes the name. Everything pending must be written back. */
    public Moved move(ErasedUser user) {
        Map<String, Boolean> known = new HashMap<>();
        List<Row> rows = new ArrayList<>();
        for (UsageTable table : UsageTable.values()) {
            for (int kind : UsageRowKey.kindsWithUsers()) {
                find(user, stores.table(table), kind, known, rows);
            }
        }
        for (Row row : rows) {
            row.table.put(Bytes.wrap(row.key.toBytes()), null);
        }
        for (Row row : rows) {
            UsageRowKey to =
                    new UsageRowKey(row.key.organization(), withoutUser(row.key.cell()), row.key.periodStart());
            Bytes key = Bytes.wrap(to.toBytes());
            row.table.put(key, StoreTableWriter.plus(row.table.get(key), row.tally));
        }
        List<byte[]> names = removeNames(user, known);
        long crossings = rows.stream()
                .filter(row -> row.key.cell() instanceof Cell.Crossed)
                .count();
        long waiting = new WaitingReversals(stores.waitingReversals()).forgetIds(user.organization());
        return new Moved(new ErasedRows(rows.size() - crossings, crossings, waiting), names);
    }

    private void find(
            ErasedUser user, PendingStore<Tally> table, int kind, Map<String, Boolean> known, List<Row> rows) {
        Bytes first = Bytes.wrap(UsageRowKey.firstOfKind(user.organization(), kind));
        Bytes last = Bytes.wrap(UsageRowKey.afterLastOfKind(user.organization(), kind));
        try (KeyValueIterator<Bytes, byte[]> all = table.writtenBack().range(first, last)) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> row = all.next();
                UsageRowKey key = UsageRowKey.fromBytes(row.key.get());
                if (userOf(key.cell()) instanceof Member.Named(String id)
                        && known.computeIfAbsent(id, unknown -> isErased(user, unknown))) {
                    rows.add(new Row(table, key, TallyBytes.decode(row.value)));
                }
            }
        }
    }

    private List<byte[]> removeNames(ErasedUser user, Map<String, Boolean> known) {
        List<byte[]> names = new ArrayList<>();
        Bytes first = Bytes.wrap(DirectoryKey.firstOf(user.organization(), DirectoryKind.USER));
        Bytes last = Bytes.wrap(DirectoryKey.afterLastOf(user.organization(), DirectoryKind.USER));
        try (KeyValueIterator<Bytes, byte[]> all =
                stores.directory().writtenBack().range(first, last)) {
            while (all.hasNext()) {
                Bytes key = all.next().key;
                if (known.computeIfAbsent(DirectoryKey.fromBytes(key.get()).id(), unknown -> isErased(user, unknown))) {
                    names.add(key.get());
                }
            }
        }
        names.forEach(name -> stores.directory().put(Bytes.wrap(name), null));
        return names;
    }

    private boolean isErased(ErasedUser user, String id) {
        return erased.requireKey().erase(user.organization(), new UserId(id)).equals(user);
    }

    private static Member userOf(Cell cell) {
        return switch (cell) {
            case Cell.Part(Dimension dimension, Member member) when dimension == Dimension.USER -> member;
            case Cell.Crossed(Crossing crossing, Member first, Member second)
            when crossing.first() == Dimension.USER -> first;
            case Cell.Crossed(Crossing crossing, Member first, Member second)
            when crossing.second() == Dimension.USER -> second;
            case Cell.Part part -> new Member.Unattributed();
            case Cell.Crossed crossed -> new Member.Unattributed();
            case Cell.Total() -> new Member.Unattributed();
            case Cell.Hour hour -> new Member.Unattributed();
        };
    }

    private static Cell withoutUser(Cell cell) {
        Member nobody = new Member.Unattributed();
        return switch (cell) {
            case Cell.Part part -> new Cell.Part(part.dimension(), nobody);
            case Cell.Crossed(Crossing crossing, Member first, Member second)
            when crossing.first() == Dimension.USER -> new Cell.Crossed(crossing, nobody, second);
            case Cell.Crossed(Crossing crossing, Member first, Member second) ->
                new Cell.Crossed(crossing, first, nobody);
            case Cell.Total() -> cell;
            case Cell.Hour hour -> cell;
        };
    }
}
