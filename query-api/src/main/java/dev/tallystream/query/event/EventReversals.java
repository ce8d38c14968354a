package dev.tallystream.query.event;

import dev.tallystream.aggregator.view.KnownEvent;
import dev.tallystream.aggregator.view.Reading;
import dev.tallystream.aggregator.view.UsageView;
import dev.tallystream.contract.event.Event;
import dev.tallystream.contract.id.EventIdentity;
import dev.tallystream.contract.topic.Position;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.access.Right;
import dev.tallystream.query.usage.FreshnessAnswer;
import dev.tallystream.query.usage.UsageOutcome;
import dev.tallystream.query.usage.UsageQueries;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Takes events back for publishers that no longer have what they sent. Thread-safe. */
public final class EventReversals {
    /** How long a caller waits until the reversal is durable. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final UsageView view;
    private final UsageQueries queries;
    private final OriginalEvents originals;
    private final ReversalWriter writer;
    private final InstantSource clock;

    /** Reads what is known and what was said there, and publishes through that writer. */
    public EventReversals(
            UsageView view,
            UsageQueries queries,
            OriginalEvents originals,
            ReversalWriter writer,
            InstantSource clock) {
        this.view = view;
        this.queries = queries;
        this.originals = originals;
        this.writer = writer;
        this.clock = clock;
    }

    /** What became of the wish. */
    sealed interface Reversal {
        /** The reversal is durable, just before that position. */
        record Published(EventIdentity identity, Position position) implements Reversal {}

        /** Nothing is published: it is reversed, or will be when it arrives. */
        record Needless(boolean arrived, FreshnessAnswer freshness) implements Reversal {}

        /** No such event. */
        record Unknown(FreshnessAnswer freshness) implements Reversal {}

        /** It is an adjustment or a reversal itself. */
        record NotUsage() implements Reversal {}

        /** The journal no longer has what it said. */
        record NotKept() implements Reversal {}

        /** It is not known to be durable; asking again is safe. */
        record NotStored() implements Reversal {}
    }

    UsageOutcome<Reversal> reverse(Principal caller, EventRequest request) {
        return queries.allowed(
                caller, request.organization(), Right.REVERSE_EVENTS, request.awaited(), () -> reverse(request));
    }

    private record Look(UsageOutcome.Answer<Optional<KnownEvent>> known) {}

    private UsageOutcome<Reversal> reverse(EventRequest request) {
        Instant now = clock.instant();
        return switch (view.read(
                request.organization(),
                cut -> new Look(new UsageOutcome.Answer<>(cut.event(request.identity(), now), cut.settings())))) {
            case Reading.Unavailable<Look>(var reason) -> new UsageOutcome.Unavailable<>(reason);
            case Reading.Answered<Look>(var look, var freshness) ->
                look.known().map(known -> reverse(request, known, FreshnessAnswer.from(freshness)));
        };
    }

    private Reversal reverse(EventRequest request, Optional<KnownEvent> found, FreshnessAnswer freshness) {
        if (found.isEmpty()) {
            return new Reversal.Unknown(freshness);
        }
        KnownEvent known = found.get();
        return switch (known.state()) {
            case REVERSED -> new Reversal.Needless(true, freshness);
            case AWAITED -> new Reversal.Needless(false, freshness);
            case ADJUSTMENT -> new Reversal.NotUsage();
            case COUNTED ->
                switch (Original.of(originals, request.organization(), request.identity(), known)) {
                    case Original.Read(Event.CreditsConsumed usage, var used, var bytes) ->
                        publish(request, Restatement.of(request.organization(), usage, known.time(), bytes));
                    case Original.Read correction -> new Reversal.NotUsage();
                    case Original.NotKept gone -> new Reversal.NotKept();
                    case Original.Unavailable(var why) -> throw why.toProblem();
                    case Original.NotYetRead early -> throw new IllegalStateException("it was just read");
                };
        };
    }

    private Reversal publish(EventRequest request, Restatement reversal) {
        try {
            Position position = writer.publish(request.organization(), reversal.bytes())
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return new Reversal.Published(reversal.identity(), position);
        } catch (ExecutionException | TimeoutException notStored) {
            return new Reversal.NotStored();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return new Reversal.NotStored();
        }
    }
}
