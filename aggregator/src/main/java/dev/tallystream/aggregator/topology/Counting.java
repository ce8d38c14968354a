package dev.tallystream.aggregator.topology;

import dev.tallystream.aggregator.table.Arrival;
import dev.tallystream.aggregator.table.Backfills;
import dev.tallystream.aggregator.table.Calendars;
import dev.tallystream.aggregator.table.ErasedUsers;
import dev.tallystream.aggregator.table.Identities;
import dev.tallystream.aggregator.table.Identities.Known;
import dev.tallystream.aggregator.table.Identities.State;
import dev.tallystream.aggregator.table.PendingStore;
import dev.tallystream.aggregator.table.TableWriter;
import dev.tallystream.aggregator.table.WaitingReversals;
import dev.tallystream.aggregator.view.BackfillTally;
import dev.tallystream.aggregator.view.Ledger.Outcome;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.contract.bytes.Hash128;
import dev.tallystream.contract.event.Decoded;
import dev.tallystream.contract.event.Event;
import dev.tallystream.contract.event.LiveWindow;
import dev.tallystream.contract.event.Refusal;
import dev.tallystream.contract.event.Usage;
import dev.tallystream.contract.id.EventIdentity;
import dev.tallystream.contract.id.OrganizationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The rules: what each event does to the tables, given what is known. Every check comes before the first write. */
record Counting(
        Identities identities,
        WaitingReversals waiting,
        TableWriter tables,
        Calendars calendars,
        PendingStore<byte[]> backfills,
        ErasedUsers erased) {
    private static final BackfillTally NEW_BACKFILL = new BackfillTally(0, 0, 0, false);

    Verdict count(Admitted.Countable countable) {
        return switch (countable.event()) {
            case Event.CreditsConsumed consumed -> countOnce(countable, consumed.content());
            case Event.CreditsReversed reversed -> countOnce(countable, reversed.content());
            case Event.CreditsAdjusted adjusted -> countOnce(countable, adjusted.content());
            case Event.BackfillClosed closed -> close(closed);
        };
    }

    private Verdict countOnce(Admitted.Countable countable, Hash128 content) {
        Verdict verdict = judge(countable, content);
        enterBackfill(countable.event(), verdict.outcome());
        return verdict;
    }

    private Verdict judge(Admitted.Countable countable, Hash128 content) {
        Event event = countable.event();
        Known remembered =
                identities.findOfAnyAge(event.organization(), event.identity()).orElse(null);
        Known known = unlessForgotten(remembered, countable.arrival());
        Known awaited = known != null && known.state() == State.AWAITED ? known : null;
        if (known != null && awaited == null) {
            return known.content().equals(content)
                    ? Verdict.DUPLICATE
                    : Verdict.rejected(countable, Refusal.ID_CONFLICT, "/id");
        }
        if (isOfClosedBackfill(event)) {
            return Verdict.rejected(countable, Refusal.BACKFILL_CLOSED, "/backfillid");
        }
        Instant time = timeOf(event, countable.arrival());
        if (awaited != null && awaited.content().equals(content)) {
            // What is taken back before it arrives changes no row.
            waiting.take(event.organization(), event.identity());
            remember(event, new Known(content, time, countable.arrival(), State.REVERSED));
            return Verdict.COUNTED;
        }
        Verdict verdict = apply(countable, time);
        if (verdict.outcome() != Outcome.COUNTED) {
            return verdict;
        }
        State state = event instanceof Event.CreditsAdjusted ? State.ADJUSTMENT : State.COUNTED;
        remember(event, new Known(content, time, countable.arrival(), state));
        if (awaited != null) {
            return reconsider(verdict, event, event.identity(), Refusal.REVERSAL_MISMATCH, "/data");
        }
        return rejectWhatWaitedInVain(verdict, event, event.identity(), remembered);
    }

    private Verdict apply(Admitted.Countable countable, Instant time) {
        return switch (countable.event()) {
            case Event.CreditsConsumed consumed ->
                add(
                        countable,
                        time,
                        consumed.usage(),
                        new Tally(consumed.usage().credits(), 1));
            case Event.CreditsAdjusted adjusted ->
                add(
                        countable,
                        time,
                        adjusted.usage(),
                        new Tally(adjusted.usage().credits(), 0));
            case Event.CreditsReversed reversed -> reverse(countable, reversed, time);
            case Event.BackfillClosed closed -> throw new IllegalStateException("a mark adds nothing to the tables");
        };
    }

    private Verdict add(Admitted.Countable countable, Instant time, Usage usage, Tally tally) {
        if (tally.credits().micros() == 0) {
            return Verdict.COUNTED;
        }
        OrganizationId organization = countable.event().organization();
        return tables.add(organization, calendars.of(organization), time, usage, tally)
                ? Verdict.COUNTED
                : Verdict.rejected(countable, Refusal.OVERFLOW, "/data/credits");
    }

    private Verdict reverse(Admitted.Countable countable, Event.CreditsReversed event, Instant time) {
        if (event.reverses().equals(event.identity())) {
            return Verdict.rejected(countable, Refusal.REVERSAL_MISMATCH, "/data/reverses");
        }
        Known remembered =
                identities.findOfAnyAge(event.organization(), event.reverses()).orElse(null);
        Known original = unlessForgotten(remembered, countable.arrival());
        if (original == null) {
            return await(countable, event, time, remembered);
        }
        if (!original.content().equals(event.restated())) {
            return Verdict.rejected(countable, Refusal.REVERSAL_MISMATCH, "/data");
        }
        return switch (original.state()) {
            // Whoever takes back twice has what he wants.
            case REVERSED, AWAITED -> Verdict.DUPLICATE;
            case COUNTED, ADJUSTMENT -> {
                Tally undone = new Tally(event.usage().credits().negated(), -1);
                Verdict verdict = add(countable, original.time(), event.usage(), undone);
                if (verdict.outcome() == Outcome.COUNTED) {
                    identities.remember(event.organization(), event.reverses(), original.toReversed());
                }
                yield verdict;
            }
        };
    }

    /** The reversal waits for its original as long as that could still arrive. */
    private Verdict await(
            Admitted.Countable countable, Event.CreditsReversed event, Instant time, @Nullable Known forgotten) {
        boolean openBackfill = event.backfill() != null;
        if (!openBackfill
                && LiveWindow.ON_THE_TOPIC.isTooOld(time, countable.arrival().appended())) {
            return Verdict.rejected(countable, Refusal.REVERSAL_UNKNOWN, "/data/reverses");
        }
        Verdict verdict = rejectWhatWaitedInVain(Verdict.COUNTED, event, event.reverses(), forgotten);
        identities.remember(
                event.organization(),
                event.reverses(),
                new Known(event.restated(), time, countable.arrival(), State.AWAITED));
        String id = erased.used(event.organization(), event.usage())
                ? null
                : event.identity().id();
        waiting.keep(event.reverses(), new WaitingReversals.Waiting(event.organization(), countable.arrival(), id));
        return verdict;
    }

    /** A reversal may have waited under that identity until it was forgotten, and the sweep has not come by yet. */
    private Verdict rejectWhatWaitedInVain(
            Verdict verdict, Event event, EventIdentity original, @Nullable Known forgotten) {
        return forgotten != null && forgotten.state() == State.AWAITED
                ? reconsider(verdict, event, original, Refusal.REVERSAL_UNKNOWN, "/data/reverses")
                : verdict;
    }

    /** The reversal that waited for that original is rejected after all. */
    private Verdict reconsider(Verdict verdict, Event event, EventIdentity original, Refusal reason, String pointer) {
        WaitingReversals.Waiting wrong = waiting.take(event.organization(), original);
        if (wrong == null) {
            throw new IllegalStateException("an awaited identity has no waiting reversal");
        }
        Decoded.Refused refused = new Decoded.Refused(reason, pointer, event.organization(), wrong.id());
        return verdict.insteadOf(new Admitted.Rejected(refused, wrong.arrival(), null));
    }

    private static @Nullable Known unlessForgotten(@Nullable Known known, Arrival arrival) {
        return known == null || known.isForgotten(arrival.appended()) ? null : known;
    }

    private void remember(Event event, Known known) {
        identities.remember(event.organization(), event.identity(), known);
    }

    private static Instant timeOf(Event event, Arrival arrival) {
        Instant time = event.time();
        return time == null ? arrival.appended() : time;
    }

    private boolean isOfClosedBackfill(Event event) {
        return event.backfill() != null
                && Backfills.find(backfills::get, event.organization(), event.backfill())
                        .map(BackfillTally::closed)
                        .orElse(false);
    }

    private Verdict close(Event.BackfillClosed event) {
        BackfillTally before = Backfills.find(backfills::get, event.organization(), event.backfill())
                .orElse(NEW_BACKFILL);
        if (before.closed()) {
            return Verdict.DUPLICATE;
        }
        put(event, new BackfillTally(before.counted(), before.duplicate(), before.rejected(), true));
        return Verdict.COUNTED;
    }

    private void enterBackfill(Event event, Outcome outcome) {
        if (event.backfill() == null) {
            return;
        }
        BackfillTally before = Backfills.find(backfills::get, event.organization(), event.backfill())
                .orElse(NEW_BACKFILL);
        put(
                event,
                new BackfillTally(
                        before.counted() + (outcome == Outcome.COUNTED ? 1 : 0),
                        before.duplicate() + (outcome == Outcome.DUPLICATE ? 1 : 0),
                        before.rejected() + (outcome == Outcome.REJECTED ? 1 : 0),
                        before.closed()));
    }

    private void put(Event event, BackfillTally tally) {
        if (event.backfill() != null) {
            backfills.put(Backfills.key(event.organization(), event.backfill()), Backfills.encode(tally));
        }
    }
}
