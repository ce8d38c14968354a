package dev.tallystream.query.metrics;

import dev.tallystream.aggregator.view.Ledger;
import dev.tallystream.aggregator.view.PartitionCut;
import dev.tallystream.aggregator.view.PartitionView;
import dev.tallystream.aggregator.view.ProcessFigures;
import dev.tallystream.contract.event.Refusal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Partitions that stand where they are. */
public final class StillPartitions implements PartitionView {
    private final Map<Integer, Ledger> ledgers;

    /** One partition that balances, and one that was read half. */
    public StillPartitions() {
        this(Map.of(0, new Ledger(10, 2, 6, 3, 2, 1, 12, 0, Map.of()), 3, Ledger.EMPTY));
    }

    StillPartitions(Map<Integer, Ledger> ledgers) {
        this.ledgers = ledgers;
    }

    @Override
    public int partitions() {
        return 4;
    }

    @Override
    public Map<Integer, Ledger> ledgers() {
        return ledgers;
    }

    @Override
    public Map<Integer, Instant> settled() {
        return Map.of(3, Instant.parse("2026-11-22T10:00:00Z"));
    }

    @Override
    public Optional<PartitionCut> cut(int partition) {
        return Optional.empty();
    }

    /** What such a process saw. */
    public static final class Figures implements ProcessFigures {
        @Override
        public long threadRestarts() {
            return 1;
        }

        @Override
        public Map<Refusal, Long> rejectedByReason() {
            return Map.of(Refusal.ID_CONFLICT, 2L);
        }

        @Override
        public long writeBacks() {
            return 40;
        }

        @Override
        public long recordsToRestore() {
            return 7;
        }

        @Override
        public OptionalLong freeBytes() {
            return OptionalLong.of(1_000_000);
        }
    }
}
