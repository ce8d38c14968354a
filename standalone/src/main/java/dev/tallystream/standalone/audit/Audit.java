package dev.tallystream.standalone.audit;

import dev.tallystream.contract.erasure.ErasureKey;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.topic.Placement;
import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.Patience;
import dev.tallystream.standalone.Progress;
import dev.tallystream.standalone.Terminal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One audit: an export of every partition, the journal up to the exports' positions counted again, and the two
 * compared.
 */
final class Audit {
    /** Decisions are made by people: a handful of tries outlasts them. */
    private static final int TRIES = 5;

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

    private final CommittedRecords journal;
    private final Exports exports;
    private final @Nullable ErasureKey erasureKey;
    private final Patience patience;
    private final Terminal aside;

    Audit(
            CommittedRecords journal,
            Exports exports,
            @Nullable ErasureKey erasureKey,
            Patience patience,
            Terminal aside) {
        this.journal = journal;
        this.exports = exports;
        this.erasureKey = erasureKey;
        this.patience = patience;
        this.aside = aside;
    }

    /** What was decided, and exports that were taken while it stood. */
    private record Taken(Decisions decisions, List<Export> exports) {}

    /**
     * Does it.
     *
     * @throws CommandFailure where it cannot be done
     */
    AuditReport run() {
        int partitions = journal.partitions();
        aside.line("Taking what the tables hold.");
        Taken taken = take(partitions);
        Map<Integer, Long> upTo = upTo(taken.exports());
        long total = upTo.values().stream().mapToLong(Long::longValue).sum();
        aside.line("Counting the journal again.");
        AlignedRecount recount = new AlignedRecount(taken.exports(), taken.decisions());
        long records;
        try (Progress progress = aside.progress("records", total)) {
            records = journal.read(upTo, progress, recount::count);
        }
        return new AuditReport(
                taken.exports(),
                records,
                recount.counts(),
                recount.undecided(),
                Comparison.of(
                        recount.cells(),
                        taken.exports(),
                        (partition, organization) ->
                                Placement.partitionOf(new OrganizationId(organization), partitions) == partition));
    }

    private Taken take(int partitions) {
        Decisions before = Decisions.read(journal, erasureKey);
        for (int attempt = 0; attempt < TRIES; attempt++) {
            if (attempt > 0) {
                patience.pauseFor(BETWEEN_TRIES);
            }
            List<Export> taken = new ArrayList<>();
            for (int partition = 0; partition < partitions; partition++) {
                taken.add(exports.take(partition));
            }
            Decisions after = Decisions.read(journal, erasureKey);
            if (after.equals(before)
                    && taken.stream()
                            .allMatch(export ->
                                    export.erasedUsers().equals(after.erasedUsersOf(export.partition(), partitions)))) {
                return new Taken(after, taken);
            }
            before = after;
        }
        throw new CommandFailure("Settings or erased users changed while the tables were read, or the tables do not"
                + " know them; try again when nobody changes them.");
    }

    /** How far the journal has to be read: as far as any partition counts what lies on another. */
    private static Map<Integer, Long> upTo(List<Export> exports) {
        Map<Integer, Long> upTo = new HashMap<>();
        for (Export export : exports) {
            upTo.merge(export.partition(), export.ledger().nextOffset(), Math::max);
            export.ledger().reroutedUpTo().forEach((from, offset) -> upTo.merge(from, offset, Math::max));
        }
        return upTo;
    }
}
