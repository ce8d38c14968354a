package dev.tallystream.query.partition;

import dev.tallystream.aggregator.view.Cell;
import dev.tallystream.aggregator.view.Crossing;
import dev.tallystream.aggregator.view.Ledger;
import dev.tallystream.aggregator.view.MemberTally.Member;
import dev.tallystream.aggregator.view.PartitionCut;
import dev.tallystream.aggregator.view.PartitionView;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.aggregator.view.UsageRow;
import dev.tallystream.aggregator.view.UsageTable;
import dev.tallystream.contract.bytes.Hash128;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.erasure.ErasedUser;
import dev.tallystream.contract.id.OrganizationId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Four partitions, of which 1 is counted elsewhere, and 3 goes away after some rows. */
public final class PlayedPartitions implements PartitionView {
    static final int ROWS = 5_000;
    static final Ledger LEDGER = new Ledger(9, 1, 7, 1, 1, 1, 12, 1_700_000_000_000L, Map.of(3, 4L));

    /** Cuts that were opened and not closed. */
    final AtomicInteger open = new AtomicInteger();

    @Override
    public int partitions() {
        return 4;
    }

    @Override
    public Map<Integer, Ledger> ledgers() {
        return Map.of(0, LEDGER, 2, LEDGER, 3, LEDGER);
    }

    @Override
    public Map<Integer, Instant> settled() {
        return Map.of();
    }

    @Override
    public Optional<PartitionCut> cut(int partition) {
        open.incrementAndGet();
        return Optional.of(new Cut(partition));
    }

    private final class Cut implements PartitionCut {
        private final int partition;

        Cut(int partition) {
            this.partition = partition;
        }

        @Override
        public int partition() {
            return partition;
        }

        @Override
        public Ledger ledger() {
            return LEDGER;
        }

        @Override
        public Map<UsageTable, LocalDate> edges() {
            return Map.of(UsageTable.HOURLY, LocalDate.of(2026, 1, 1));
        }

        @Override
        public List<ErasedUser> erasedUsers() {
            return List.of(new ErasedUser(new OrganizationId("acme"), new Hash128(1, 2)));
        }

        @Override
        public Iterator<UsageRow> rows() {
            return IntStream.range(0, ROWS).mapToObj(this::row).iterator();
        }

        private UsageRow row(int number) {
            if (partition == 3 && number == ROWS / 2) {
                throw new IllegalStateException("the partition moved");
            }
            Cell cell = number % 2 == 0
                    ? new Cell.Hour(number % 24)
                    : new Cell.Crossed(
                            Crossing.TEAM_USER, new Member.Unattributed(), new Member.Named("user-" + number));
            return new UsageRow(
                    UsageTable.DAILY,
                    new OrganizationId("acme"),
                    cell,
                    LocalDate.of(2026, 11, 22),
                    new Tally(new Credits(number), 1));
        }

        @Override
        public void close() {
            open.decrementAndGet();
        }
    }
}
