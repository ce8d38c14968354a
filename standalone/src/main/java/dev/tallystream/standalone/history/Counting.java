package dev.tallystream.standalone.history;

import dev.tallystream.aggregator.view.BackfillTally;
import dev.tallystream.standalone.Patience;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the topology makes of a file's events. The door only says that they are stored; whether they were counted shows
 * in the growth of their backfill's tally.
 */
final class Counting {
    private static final Duration POLL = Duration.ofMillis(100);

    private final HistoryServer server;
    private final Patience patience;
    private final Map<HistoryRow.Destination, Account> accounts = new LinkedHashMap<>();

    Counting(HistoryServer server, Patience patience) {
        this.server = server;
        this.patience = patience;
    }

    private static final class Account {
        private final BackfillTally before;
        private long stored;
        private boolean closing;

        Account(BackfillTally before) {
            this.before = before;
        }
    }

    /**
     * What became of the events.
     *
     * @param alreadyImported neither counted nor known any more, because their backfill was closed before this import
     * @param complete whether that is the whole truth; otherwise counting goes on
     */
    record Outcome(long counted, long duplicate, long alreadyImported, long rejected, boolean complete) {
        static final Outcome NOTHING = new Outcome(0, 0, 0, 0, true);

        Outcome plus(Outcome other) {
            return new Outcome(
                    counted + other.counted,
                    duplicate + other.duplicate,
                    alreadyImported + other.alreadyImported,
                    rejected + other.rejected,
                    complete && other.complete);
        }
    }

    /** An event is about to be sent there: notes the tally before the first. */
    void expect(HistoryRow.Destination destination) {
        if (!accounts.containsKey(destination)) {
            accounts.put(destination, new Account(server.tally(destination)));
        }
    }

    /** The event is stored. */
    void stored(HistoryRow.Destination destination) {
        account(destination).stored++;
    }

    /** Whether any event is stored there. */
    boolean isUsed(HistoryRow.Destination destination) {
        return account(destination).stored > 0;
    }

    /** The backfill's closing event is stored, behind all its events. */
    void closing(HistoryRow.Destination destination) {
        account(destination).closing = true;
    }

    /** Every place that events were meant for. */
    List<HistoryRow.Destination> destinations() {
        return List.copyOf(accounts.keySet());
    }

    private Account account(HistoryRow.Destination destination) {
        Account account = accounts.get(destination);
        if (account == null) {
            throw new IllegalStateException("a destination must be expected first");
        }
        return account;
    }

    /** Waits until every stored event has its outcome, or until nothing moves any more. */
    Outcome await() {
        Outcome outcome = Outcome.NOTHING;
        for (Map.Entry<HistoryRow.Destination, Account> entry : accounts.entrySet()) {
            outcome = outcome.plus(await(entry.getKey(), entry.getValue()));
        }
        return outcome;
    }

    private Outcome await(HistoryRow.Destination destination, Account account) {
        long before = outcomes(account.before);
        long seen = -1;
        Instant lastGrowth = patience.clock().instant();
        while (true) {
            BackfillTally now = server.tally(destination);
            long growth = outcomes(now) - before;
            // Copies of a request whose answer was lost count too, so only the closing event tells that all were seen.
            if (growth >= account.stored && (now.closed() || !account.closing)) {
                return toOutcome(account, now, true);
            }
            if (growth > seen) {
                seen = growth;
                lastGrowth = patience.clock().instant();
            }
            // Without growth for so long there is a backlog or an outage that no summary should wait for.
            if (Duration.between(lastGrowth, patience.clock().instant()).compareTo(patience.limit()) > 0) {
                return toOutcome(account, now, false);
            }
            patience.pauseFor(POLL);
        }
    }

    private static long outcomes(BackfillTally tally) {
        return tally.counted() + tally.duplicate() + tally.rejected();
    }

    private static Outcome toOutcome(Account account, BackfillTally now, boolean complete) {
        BackfillTally before = account.before;
        long counted = now.counted() - before.counted();
        long rejected = now.rejected() - before.rejected();
        // A request whose answer was lost is sent again: the copies are duplicates, but no rows of the file.
        long known = Math.max(0, account.stored - counted - rejected);
        long duplicate = Math.min(now.duplicate() - before.duplicate(), known);
        return before.closed()
                ? new Outcome(counted, duplicate, rejected, 0, complete)
                : new Outcome(counted, duplicate, 0, rejected, complete);
    }
}
