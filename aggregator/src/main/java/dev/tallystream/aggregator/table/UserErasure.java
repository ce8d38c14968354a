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
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.id.UserId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Moves what erased users used to the unattributed part, in every table and crossing, and takes their names away. Their
 * ids are not known here, only keyed hashes, so every row that names a user of the organization is looked at: a slice
 * at a time, because a large organization has millions, and a transaction that takes seconds is aborted. One pass serves
 * everybody of one organization who was erased before it began. What is erased already is not lost when the task moves
 * on in the middle; the pass begins anew there and finds less.
 *
 * <p>A waiting reversal has an id of its own, in which its publisher may have written the user's, and that no hash
 * finds: every one of the organization loses its id, and its position is still enough to find it.
 */
public final class UserErasure {
    /** Rows that are looked at in one slice: some ten milliseconds. */
    static final int SLICE = 10_000;

    /** Ids that are not hashed twice, in memory during a pass: some megabytes. */
    private static final int MOST_STRANGERS = 100_000;

    private final TaskStores stores;
    private final ErasedUsers erased;
    private @Nullable Pass pass;

    /** In those stores. */
    public UserErasure(TaskStores stores, ErasedUsers erased) {
        this.stores = stores;
        this.erased = erased;
    }

    /** A range of one store to look at. */
    private record Stretch(
            KeyValueStore<Bytes, byte[]> store, Bytes first, Bytes last, Consumer<KeyValue<Bytes, byte[]>> look) {
        Stretch from(Bytes next) {
            return new Stretch(store, next, last, look);
        }
    }

    private record Row(PendingStore<Tally> table, UsageRowKey key, Tally tally, ErasedUser user) {}

    /**
     * Users who were erased in a slice, and keys of their names in the directory, which are no longer there.
     *
     * @param erased in the organization of the slice: everybody whose rows are moved now, with how many those were
     */
    public record Slice(Map<ErasedUser, ErasedRows> erased, List<byte[]> names) {}

    /** Whether rows may name somebody who is erased. */
    public boolean isDue() {
        return !erased.unfinished().isEmpty();
    }

    /** Looks at one slice. Everything pending must be written back. */
    public Slice slice() {
        if (!isDue()) {
            return new Slice(Map.of(), List.of());
        }
        Pass here = pass == null ? new Pass() : pass;
        pass = here;
        here.lookAtSlice();
        List<byte[]> names = List.copyOf(here.names);
        here.applyFound();
        if (!here.stretches.isEmpty()) {
            return new Slice(Map.of(), names);
        }
        here.users.forEach((user, rows) -> erased.enter(user, rows, true));
        pass = null;
        return new Slice(here.users, names);
    }

    /** One look at everything that names users of one organization. */
    private final class Pass {
        final Map<ErasedUser, ErasedRows> users = new HashMap<>();
        final Deque<Stretch> stretches = new ArrayDeque<>();
        final List<byte[]> names = new ArrayList<>();
        private final OrganizationId organization;
        private final List<Row> found = new ArrayList<>();
        private final Map<String, ErasedUser> known = new HashMap<>();
        private final Set<String> strangers = new HashSet<>();

        Pass() {
            organization = erased.unfinished().keySet().iterator().next().organization();
            long waiting = new WaitingReversals(stores.waitingReversals()).forgetIds(organization);
            erased.unfinished().forEach((user, rows) -> {
                if (user.organization().equals(organization)) {
                    users.put(user, rows.plus(new ErasedRows(0, 0, waiting)));
                }
            });
            planRows();
            stretches.add(new Stretch(
                    stores.directory().writtenBack(),
                    Bytes.wrap(DirectoryKey.firstOf(organization, DirectoryKind.USER)),
                    Bytes.wrap(DirectoryKey.afterLastOf(organization, DirectoryKind.USER)),
                    row -> {
                        if (find(DirectoryKey.fromBytes(row.key.get()).id()) != null) {
                            names.add(row.key.get());
                        }
                    }));
        }

        private void planRows() {
            for (UsageTable table : UsageTable.values()) {
                PendingStore<Tally> rows = stores.table(table);
                for (int kind : UsageRowKey.kindsWithUsers()) {
                    stretches.add(new Stretch(
                            rows.writtenBack(),
                            Bytes.wrap(UsageRowKey.firstOfKind(organization, kind)),
                            Bytes.wrap(UsageRowKey.afterLastOfKind(organization, kind)),
                            row -> look(rows, row)));
                }
            }
        }

        private void look(PendingStore<Tally> table, KeyValue<Bytes, byte[]> row) {
            UsageRowKey key = UsageRowKey.fromBytes(row.key.get());
            ErasedUser user = userOf(key.cell()) instanceof Member.Named(String id) ? find(id) : null;
            if (user != null) {
                found.add(new Row(table, key, TallyBytes.decode(row.value), user));
            }
        }

        /** Who of the erased has that id; null for anybody else. */
        private @Nullable ErasedUser find(String id) {
            ErasedUser user = known.get(id);
            if (user != null || known.size() == users.size() || strangers.contains(id)) {
                return user;
            }
            ErasedUser hashed = erased.requireKey().erase(organization, new UserId(id));
            if (users.containsKey(hashed)) {
                known.put(id, hashed);
                return hashed;
            }
            if (strangers.size() < MOST_STRANGERS) {
                strangers.add(id);
            }
            return null;
        }

        void lookAtSlice() {
            int looked = 0;
            while (looked < SLICE && !stretches.isEmpty()) {
                Stretch stretch = stretches.removeFirst();
                try (KeyValueIterator<Bytes, byte[]> rows = stretch.store.range(stretch.first, stretch.last)) {
                    while (rows.hasNext() && looked < SLICE) {
                        stretch.look.accept(rows.next());
                        looked++;
                    }
                    if (rows.hasNext()) {
                        stretches.addFirst(stretch.from(rows.peekNextKey()));
                    }
                }
            }
        }

        void applyFound() {
            for (Row row : found) {
                row.table.put(Bytes.wrap(row.key.toBytes()), null);
                boolean crossed = row.key.cell() instanceof Cell.Crossed;
                users.merge(row.user, new ErasedRows(crossed ? 0 : 1, crossed ? 1 : 0, 0), ErasedRows::plus);
            }
            for (Row row : found) {
                UsageRowKey to =
                        new UsageRowKey(row.key.organization(), withoutUser(row.key.cell()), row.key.periodStart());
                Bytes key = Bytes.wrap(to.toBytes());
                row.table.put(key, StoreTableWriter.plus(row.table.get(key), row.tally));
            }
            names.forEach(name -> stores.directory().put(Bytes.wrap(name), null));
            Set<ErasedUser> changed = new HashSet<>();
            found.forEach(row -> changed.add(row.user));
            changed.forEach(user -> erased.enter(user, users.getOrDefault(user, ErasedRows.NONE), false));
            found.clear();
            names.clear();
        }
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
