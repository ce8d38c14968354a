package dev.tallystream.query.event;

import dev.tallystream.aggregator.view.KnownEvent;
import dev.tallystream.aggregator.view.Reading;
import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.aggregator.view.UsageView;
import dev.tallystream.contract.erasure.ErasureKey;
import dev.tallystream.contract.id.EventIdentity;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.access.Right;
import dev.tallystream.query.usage.FreshnessAnswer;
import dev.tallystream.query.usage.UsageOutcome;
import dev.tallystream.query.usage.UsageQueries;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tells what became of single events. Thread-safe. */
public final class EventLookup {
    /** Rejections of one identity that an answer has; a publisher that retries what is refused makes many. */
    private static final int MOST_REJECTIONS = 20;

    private final UsageView view;
    private final UsageQueries queries;
    private final OriginalEvents originals;
    private final RejectedEvents rejected;
    private final InstantSource clock;
    private final @Nullable ErasureKey key;

    /** Looks there; the key tells erased users and is null where nobody can be erased. */
    public EventLookup(
            UsageView view,
            UsageQueries queries,
            OriginalEvents originals,
            RejectedEvents rejected,
            InstantSource clock,
            @Nullable ErasureKey key) {
        this.view = view;
        this.queries = queries;
        this.originals = originals;
        this.rejected = rejected;
        this.clock = clock;
        this.key = key;
    }

    /** What was found. */
    sealed interface Found {
        /** The event. */
        record Known(EventAnswer answer) implements Found {}

        /**
         * No such event.
         *
         * @param everywhere whether every rejected event was looked through
         */
        record Unknown(boolean everywhere, FreshnessAnswer freshness) implements Found {}
    }

    UsageOutcome<Found> find(Principal caller, EventRequest request) {
        return queries.allowed(
                caller, request.organization(), Right.READ_USAGE, request.awaited(), () -> look(request));
    }

    private UsageOutcome<Found> look(EventRequest request) {
        Instant now = clock.instant();
        return switch (view.read(request.organization(), cut -> cut.event(request.identity(), now))) {
            case Reading.Unavailable<Optional<KnownEvent>>(var reason) -> new UsageOutcome.Unavailable<>(reason);
            case Reading.Answered<Optional<KnownEvent>>(var known, var freshness) ->
                known.isPresent() ? known(request, known.get(), now) : rejected(request);
        };
    }

    /** The journal is read between two cuts, never within one; the second one is the answer's. */
    private UsageOutcome<Found> known(EventRequest request, KnownEvent before, Instant now) {
        Original original = Original.of(originals, request.organization(), request.identity(), before);
        return answered(request, cut -> {
            KnownEvent known = cut.event(request.identity(), now).orElse(before);
            // What was awaited may have come meanwhile: its own bytes were not read.
            boolean same = known.partition() == before.partition() && known.offset() == before.offset();
            Sight sight = new Sight(request.organization(), cut, key);
            return new EventDescription(
                            request.identity(), known, same ? original : new Original.NotYetRead(), sight, now)
                    .facts();
        });
    }

    private UsageOutcome<Found> rejected(EventRequest request) {
        RejectedEvents.Page page;
        try {
            page = rejected.page(
                    request.organization(), event -> isOf(request.identity(), event), null, MOST_REJECTIONS);
        } catch (NotRead now) {
            throw now.toProblem();
        }
        if (page.events().isEmpty()) {
            boolean everywhere = page.next() == null;
            return answered(request, cut -> everywhere, Found.Unknown::new);
        }
        List<RejectionAnswer> rejections = page.events().stream()
                .map(event -> RejectionAnswer.of(event, Sight.Names.NONE))
                .toList();
        return answered(request, cut -> EventFacts.rejected(request.organization(), request.identity(), rejections));
    }

    /** Whether it is that event; where its bytes are not kept beside the reason, they are read at its origin. */
    private boolean isOf(EventIdentity identity, RejectedEvent event) {
        if (!identity.id().equals(event.id())) {
            return false;
        }
        byte[] bytes = event.bytes() != null
                ? event.bytes()
                : originals.read(event.partition(), event.offset()).orElse(null);
        return bytes != null && identity.source().equals(EventMembers.of(bytes).source());
    }

    private UsageOutcome<Found> answered(EventRequest request, Function<UsageCut, EventFacts> facts) {
        return answered(request, facts, (found, freshness) -> new Found.Known(new EventAnswer(found, freshness)));
    }

    private <T> UsageOutcome<Found> answered(
            EventRequest request, Function<UsageCut, T> query, BiFunction<T, FreshnessAnswer, Found> stamp) {
        return switch (view.read(
                request.organization(), cut -> new UsageOutcome.Answer<>(query.apply(cut), cut.settings()))) {
            case Reading.Unavailable<UsageOutcome.Answer<T>>(var reason) -> new UsageOutcome.Unavailable<>(reason);
            case Reading.Answered<UsageOutcome.Answer<T>>(var answer, var freshness) ->
                new UsageOutcome.Answer<>(
                        stamp.apply(answer.value(), FreshnessAnswer.from(freshness)), answer.settings());
        };
    }
}
