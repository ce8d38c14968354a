package dev.tallystream.aggregator.topology;

import dev.tallystream.aggregator.table.Arrival;
import dev.tallystream.aggregator.table.Calendars;
import dev.tallystream.aggregator.table.Identities;
import dev.tallystream.aggregator.table.Ledger;
import dev.tallystream.aggregator.table.StoreTableWriter;
import dev.tallystream.aggregator.table.Stores;
import dev.tallystream.aggregator.table.WaitingReversals;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Counts every identity once and adds it to the tables; forwards what it rejects. Everything that one record changes
 * is changed under the task's write lock, so that a reader sees all of it or nothing.
 */
final class CountEachOnce implements Processor<byte[], Admitted, byte[], Admitted.Rejected> {
    private final LiveTasks tasks;
    private @Nullable Task task;

    CountEachOnce(LiveTasks tasks) {
        this.tasks = tasks;
    }

    /** What a task has once it is initialized. */
    private record Task(
            ProcessorContext<byte[], Admitted.Rejected> context,
            LiveTasks.LiveTask live,
            Counting counting,
            KeyValueStore<Bytes, byte[]> ledger) {}

    @Override
    public void init(ProcessorContext<byte[], Admitted.Rejected> context) {
        KeyValueStore<Bytes, byte[]> ledger = context.getStateStore(Stores.LEDGER);
        LiveTasks.LiveTask live = tasks.open(context.taskId().partition(), Ledger.read(ledger));
        Counting counting = new Counting(
                new Identities(context.getStateStore(Stores.IDENTITIES)),
                new WaitingReversals(context.getStateStore(Stores.WAITING_REVERSALS)),
                new StoreTableWriter(context::getStateStore),
                new Calendars(context.getStateStore(Stores.SETTINGS)),
                context.getStateStore(Stores.BACKFILLS));
        task = new Task(context, live, counting, ledger);
    }

    @Override
    public void process(Record<byte[], Admitted> record) {
        Task here = Processors.initialized(task);
        Verdict verdict = here.live.writing(() -> {
            Verdict reached = switch (record.value()) {
                case Admitted.Countable countable -> here.counting.count(countable);
                case Admitted.Rejected rejected -> Verdict.rejected(rejected);
                case Admitted.Misplaced misplaced -> throw misplaced(misplaced);
            };
            here.live.advance(enter(here, record.value(), reached));
            return reached;
        });
        forward(here, record, verdict.rejected());
        forward(here, record, verdict.reconsidered());
    }

    @Override
    public void close() {
        if (task != null) {
            tasks.close(task.live);
        }
    }

    private static void forward(Task here, Record<byte[], Admitted> record, Admitted.@Nullable Rejected rejected) {
        if (rejected != null) {
            here.context.forward(record.withValue(rejected));
        }
    }

    private static Ledger enter(Task here, Admitted admitted, Verdict verdict) {
        Ledger before = Ledger.read(here.ledger);
        Ledger entered = switch (admitted) {
            case Admitted.Countable countable when countable.rerouted() -> before.plusRerouted(verdict.outcome());
            case Admitted.Countable countable -> plusConsumed(before, countable.arrival(), verdict);
            case Admitted.Rejected rejected -> plusConsumed(before, rejected.arrival(), verdict);
            case Admitted.Misplaced misplaced -> throw misplaced(misplaced);
        };
        Ledger after = verdict.reconsidered() == null ? entered : entered.reconsidered();
        after.write(here.ledger);
        return after;
    }

    private static Ledger plusConsumed(Ledger before, Arrival arrival, Verdict verdict) {
        return before.plusConsumed(arrival.offset(), arrival.appended(), verdict.outcome());
    }

    private static IllegalStateException misplaced(Admitted.Misplaced misplaced) {
        return new IllegalStateException(
                "a misplaced record of " + misplaced.bytes().length + " bytes came to be counted where it lies");
    }
}
