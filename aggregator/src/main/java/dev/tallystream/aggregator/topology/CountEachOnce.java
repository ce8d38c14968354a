package dev.tallystream.aggregator.topology;

import dev.tallystream.aggregator.table.Calendars;
import dev.tallystream.aggregator.table.CommitHook;
import dev.tallystream.aggregator.table.Edges;
import dev.tallystream.aggregator.table.ErasedUsers;
import dev.tallystream.aggregator.table.Identities;
import dev.tallystream.aggregator.table.StoreTableWriter;
import dev.tallystream.aggregator.table.Sweep;
import dev.tallystream.aggregator.table.TaskStores;
import dev.tallystream.aggregator.table.WaitingReversals;
import dev.tallystream.aggregator.table.WaitingReversals.Waiting;
import dev.tallystream.aggregator.view.Ledger;
import dev.tallystream.contract.event.Decoded;
import dev.tallystream.contract.event.Refusal;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Counts every identity once and adds it to the tables; forwards what it rejects. What it changes is written back
 * before the next commit, all at once.
 */
final class CountEachOnce implements Processor<byte[], Admitted, byte[], Admitted.Rejected> {
    private static final byte[] NO_KEY = new byte[0];

    /** Changed rows in memory; more are committed early. Some hundred bytes each, so some tens of megabytes. */
    private static final int MOST_PENDING = 200_000;

    /** While something waits to be written back or to be swept. */
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(100);

    /** Otherwise: whatever is scheduled is followed by a commit, also where it found nothing to do. */
    private static final Duration IDLE_INTERVAL = Duration.ofMinutes(1);

    private final LiveTasks tasks;
    private final CountingRules rules;
    private @Nullable Task task;

    CountEachOnce(LiveTasks tasks, CountingRules rules) {
        this.tasks = tasks;
        this.rules = rules;
    }

    /** What a task has once it is initialized. */
    private static final class Task {
        final ProcessorContext<byte[], Admitted.Rejected> context;
        final TaskStores stores;
        final CommitHook hook;
        final LiveTasks.LiveTask live;
        final Counting counting;
        final Edges edges;
        final Sweep sweep;
        final CommitWatch commits = new CommitWatch();

        @Nullable
        Cancellable looking;

        Task(ProcessorContext<byte[], Admitted.Rejected> context, LiveTasks tasks, CountingRules rules) {
            this.context = context;
            stores = new TaskStores(context::getStateStore);
            hook = context.getStateStore(CommitHook.NAME);
            ErasedUsers erased = new ErasedUsers(stores.erasedUsers(), rules.erasureKey());
            WaitingReversals waiting = new WaitingReversals(stores.waitingReversals());
            edges = new Edges(stores, rules.retention());
            counting = new Counting(
                    new Identities(stores.identities()),
                    waiting,
                    new StoreTableWriter(stores, edges, erased),
                    new Calendars(stores.settings()::get),
                    stores.backfills(),
                    erased);
            live = tasks.open(context.taskId().partition(), stores, erased, hook);
            sweep = new Sweep(stores, edges, waiting, live::settledUpTo);
        }
    }

    @Override
    public void init(ProcessorContext<byte[], Admitted.Rejected> context) {
        task = new Task(context, tasks, rules);
        context.schedule(IDLE_INTERVAL, PunctuationType.WALL_CLOCK_TIME, now -> look());
        lookOften(task);
    }

    @Override
    public void process(Record<byte[], Admitted> record) {
        Task here = Processors.initialized(task);
        lookOften(here);
        advanceEdges(here);
        Verdict verdict = switch (record.value()) {
            case Admitted.Countable countable -> here.counting.count(countable);
            case Admitted.Rejected rejected -> Verdict.rejected(rejected);
            case Admitted.Misplaced misplaced -> throw misplaced(misplaced);
        };
        enter(here, record.value(), verdict);
        forward(here, record, verdict.rejected());
        verdict.reconsidered().forEach(reversal -> forward(here, record, reversal));
        if (here.stores.pending() > MOST_PENDING) {
            here.context.commit();
        }
    }

    @Override
    public void close() {
        if (task != null) {
            tasks.close(task.live);
        }
    }

    private void forward(Task here, Record<byte[], Admitted> record, Admitted.@Nullable Rejected rejected) {
        if (rejected != null) {
            tasks.rejected(rejected.refused().reason());
            here.context.forward(record.withValue(rejected));
        }
    }

    private static void enter(Task here, Admitted admitted, Verdict verdict) {
        Ledger before = here.stores.ledger();
        Ledger entered = switch (admitted) {
            case Admitted.Countable countable
            when countable.rerouted() ->
                before.plusRerouted(
                        countable.arrival().partition(), countable.arrival().offset(), verdict.outcome());
            case Admitted.Countable countable ->
                before.plusConsumed(
                        countable.arrival().offset(), countable.arrival().appended(), verdict.outcome());
            case Admitted.Rejected rejected ->
                before.plusConsumed(
                        rejected.arrival().offset(), rejected.arrival().appended(), verdict.outcome());
            case Admitted.Misplaced misplaced -> throw misplaced(misplaced);
        };
        for (Admitted.Rejected _ : verdict.reconsidered()) {
            entered = entered.reconsidered();
        }
        here.stores.enter(entered);
    }

    private void look() {
        Task here = Processors.initialized(task);
        here.commits.look(here.stores.pending() > 0, here.hook.runs());
        advanceEdges(here);
        if (here.sweep.isDue()) {
            here.live.writeBack();
            for (Waiting reversal : here.sweep.slice()) {
                reject(here, reversal);
            }
        }
        if (here.stores.pending() > 0 || here.sweep.isDue()) {
            lookOften(here);
        } else if (here.looking != null) {
            here.looking.cancel();
            here.looking = null;
        }
    }

    private void lookOften(Task here) {
        if (here.looking == null) {
            here.looking = here.context.schedule(LOOK_INTERVAL, PunctuationType.WALL_CLOCK_TIME, now -> look());
        }
    }

    private static void advanceEdges(Task here) {
        here.edges.advance(Instant.ofEpochMilli(here.stores.ledger().appended()));
    }

    /** What it was to take back never came. */
    private void reject(Task here, Waiting reversal) {
        Decoded.Refused refused =
                new Decoded.Refused(Refusal.REVERSAL_UNKNOWN, "/data/reverses", reversal.organization(), reversal.id());
        here.stores.enter(here.stores.ledger().reconsidered());
        tasks.rejected(refused.reason());
        here.context.forward(new Record<>(
                NO_KEY,
                new Admitted.Rejected(refused, reversal.arrival(), null),
                here.stores.ledger().appended(),
                new RecordHeaders()));
    }

    private static IllegalStateException misplaced(Admitted.Misplaced misplaced) {
        return new IllegalStateException(
                "a misplaced record of " + misplaced.bytes().length + " bytes came to be counted where it lies");
    }
}
