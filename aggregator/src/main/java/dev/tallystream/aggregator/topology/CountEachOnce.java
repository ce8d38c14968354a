package dev.tallystream.aggregator.topology;

import dev.tallystream.aggregator.table.Arrival;
import dev.tallystream.aggregator.table.Backfills;
import dev.tallystream.aggregator.table.Calendars;
import dev.tallystream.aggregator.table.Identities;
import dev.tallystream.aggregator.table.Ledger;
import dev.tallystream.aggregator.table.Ledger.Outcome;
import dev.tallystream.aggregator.table.StoreTableWriter;
import dev.tallystream.aggregator.table.Stores;
import dev.tallystream.aggregator.table.TableWriter;
import dev.tallystream.aggregator.view.BackfillTally;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.contract.event.Decoded;
import dev.tallystream.contract.event.Event;
import dev.tallystream.contract.event.Refusal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
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
    private static final BackfillTally NEW_BACKFILL = new BackfillTally(0, 0, 0, false);

    private final LiveTasks tasks;
    private @Nullable Task task;

    CountEachOnce(LiveTasks tasks) {
        this.tasks = tasks;
    }

    /** What a task has once it is initialized. */
    private record Task(
            ProcessorContext<byte[], Admitted.Rejected> context,
            LiveTasks.LiveTask live,
            Identities identities,
            TableWriter tables,
            Calendars calendars,
            KeyValueStore<Bytes, byte[]> backfills,
            KeyValueStore<Bytes, byte[]> ledger) {}

    /** An outcome and, where it is a rejection, why. */
    private record Verdict(Outcome outcome, Admitted.@Nullable Rejected rejected) {
        static final Verdict COUNTED = new Verdict(Outcome.COUNTED, null);
        static final Verdict DUPLICATE = new Verdict(Outcome.DUPLICATE, null);

        static Verdict rejected(Admitted.Rejected rejected) {
            return new Verdict(Outcome.REJECTED, rejected);
        }

        static Verdict rejected(Admitted.Countable countable, Refusal reason, String pointer) {
            Decoded.Refused refused = Decoded.Refused.of(countable.event(), reason, pointer);
            return rejected(new Admitted.Rejected(refused, countable.arrival(), countable.bytes()));
        }
    }

    @Override
    public void init(ProcessorContext<byte[], Admitted.Rejected> context) {
        KeyValueStore<Bytes, byte[]> ledger = context.getStateStore(Stores.LEDGER);
        LiveTasks.LiveTask live = tasks.open(context.taskId().partition(), Ledger.read(ledger));
        task = new Task(
                context,
                live,
                new Identities(context.getStateStore(Stores.IDENTITIES)),
                new StoreTableWriter(context::getStateStore),
                new Calendars(context.getStateStore(Stores.SETTINGS)),
                context.getStateStore(Stores.BACKFILLS),
                ledger);
    }

    @Override
    public void process(Record<byte[], Admitted> record) {
        Task here = Processors.initialized(task);
        Verdict verdict = here.live.writing(() -> {
            Verdict reached = switch (record.value()) {
                case Admitted.Countable countable -> count(here, countable);
                case Admitted.Rejected rejected -> Verdict.rejected(rejected);
                case Admitted.Misplaced misplaced ->
                    throw new IllegalStateException("a misplaced record is never counted where it lies");
            };
            here.live.advance(enter(here, record.value(), reached.outcome));
            return reached;
        });
        if (verdict.rejected != null) {
            here.context.forward(record.withValue(verdict.rejected));
        }
    }

    @Override
    public void close() {
        if (task != null) {
            tasks.close(task.live);
        }
    }

    private static Verdict count(Task here, Admitted.Countable countable) {
        return switch (countable.event()) {
            case Event.CreditsConsumed consumed -> {
                Verdict verdict = count(here, countable, consumed);
                enterBackfill(here, consumed, verdict.outcome);
                yield verdict;
            }
            case Event.BackfillClosed closed -> close(here, closed);
        };
    }

    private static Verdict count(Task here, Admitted.Countable countable, Event.CreditsConsumed event) {
        Arrival arrival = countable.arrival();
        Optional<Identities.Known> known =
                here.identities.find(event.organization(), event.identity(), arrival.appended());
        if (known.isPresent()) {
            return known.get().content().equals(event.content())
                    ? Verdict.DUPLICATE
                    : Verdict.rejected(countable, Refusal.ID_CONFLICT, "/id");
        }
        if (isClosed(here, event)) {
            return Verdict.rejected(countable, Refusal.BACKFILL_CLOSED, "/backfillid");
        }
        Instant time = event.time() == null ? arrival.appended() : event.time();
        if (event.usage().credits().micros() != 0) {
            var calendar = here.calendars.of(event.organization());
            LocalDate date = calendar.dateOf(time);
            Tally tally = new Tally(event.usage().credits(), 1);
            if (!here.tables.add(event.organization(), calendar, date, event.usage(), tally)) {
                return Verdict.rejected(countable, Refusal.OVERFLOW, "/data/credits");
            }
        }
        here.identities.remember(
                event.organization(), event.identity(), new Identities.Known(event.content(), time, arrival));
        return Verdict.COUNTED;
    }

    private static boolean isClosed(Task here, Event.CreditsConsumed event) {
        return event.backfill() != null
                && Backfills.find(here.backfills, event.organization(), event.backfill())
                        .map(BackfillTally::closed)
                        .orElse(false);
    }

    private static Verdict close(Task here, Event.BackfillClosed event) {
        BackfillTally before = Backfills.find(here.backfills, event.organization(), event.backfill())
                .orElse(NEW_BACKFILL);
        if (before.closed()) {
            return Verdict.DUPLICATE;
        }
        BackfillTally after = new BackfillTally(before.counted(), before.duplicate(), before.rejected(), true);
        here.backfills.put(Backfills.key(event.organization(), event.backfill()), Backfills.encode(after));
        return Verdict.COUNTED;
    }

    private static void enterBackfill(Task here, Event.CreditsConsumed event, Outcome outcome) {
        if (event.backfill() == null) {
            return;
        }
        BackfillTally before = Backfills.find(here.backfills, event.organization(), event.backfill())
                .orElse(NEW_BACKFILL);
        BackfillTally after = new BackfillTally(
                before.counted() + (outcome == Outcome.COUNTED ? 1 : 0),
                before.duplicate() + (outcome == Outcome.DUPLICATE ? 1 : 0),
                before.rejected() + (outcome == Outcome.REJECTED ? 1 : 0),
                before.closed());
        here.backfills.put(Backfills.key(event.organization(), event.backfill()), Backfills.encode(after));
    }

    private static Ledger enter(Task here, Admitted admitted, Outcome outcome) {
        Ledger before = Ledger.read(here.ledger);
        Ledger after = switch (admitted) {
            case Admitted.Countable countable when countable.rerouted() -> before.plusRerouted(outcome);
            case Admitted.Countable countable -> plusConsumed(before, countable.arrival(), outcome);
            case Admitted.Rejected rejected -> plusConsumed(before, rejected.arrival(), outcome);
            case Admitted.Misplaced misplaced ->
                throw new IllegalStateException("a misplaced record is entered where it is passed on");
        };
        after.write(here.ledger);
        return after;
    }

    private static Ledger plusConsumed(Ledger before, Arrival arrival, Outcome outcome) {
        return before.plusConsumed(arrival.offset(), arrival.appended(), outcome);
    }
}
