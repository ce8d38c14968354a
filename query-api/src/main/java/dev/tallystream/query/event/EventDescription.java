package dev.tallystream.query.event;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.aggregator.period.OrganizationCalendar;
import dev.tallystream.aggregator.view.KnownEvent;
import dev.tallystream.aggregator.view.KnownEvent.State;
import dev.tallystream.contract.event.Actor;
import dev.tallystream.contract.event.Event;
import dev.tallystream.contract.event.Refusal;
import dev.tallystream.contract.event.Usage;
import dev.tallystream.contract.id.EventIdentity;
import dev.tallystream.query.event.EventFacts.Reverses;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Describes one known event in one cut: nothing that cannot be told for certain. */
record EventDescription(EventIdentity identity, KnownEvent known, Original original, Sight sight, Instant now) {
    /**
     * What became of it.
     *
     * @param effect the time at which the tables changed; null where they did not, or where that is not known
     * @param refusal why it was not counted after all
     */
    private record Fate(
            String outcome,
            @Nullable Instant effect,
            @Nullable Refusal refusal) {}

    EventFacts facts() {
        Fate fate = fate();
        boolean arrived = known.state() != State.AWAITED;
        Original.Read read = arrived && original instanceof Original.Read found ? found : null;
        Usage usage = read == null ? null : read.usage();
        Actor actor = usage == null ? null : usage.actor();
        String user = actor instanceof Actor.Member(var member) ? member.value() : null;
        boolean hidden = user != null && sight.hidesUsers();
        String origin = known.partition() + ":" + known.offset();
        return new EventFacts(
                sight.organization().value(),
                identity.source(),
                identity.id(),
                fate.outcome,
                arrived ? original.wireName() : null,
                read == null ? null : read.event().type().wireName(),
                arrived ? known.time().toString() : null,
                arrived ? origin : null,
                arrived ? known.appended().toString() : null,
                usage == null ? null : usage.feature().value(),
                usage == null || usage.team() == null ? null : usage.team().value(),
                user == null || hidden || sight.isErased(user) ? null : user,
                actor == null ? null : actorType(actor),
                usage == null ? null : usage.credits().toDecimal(),
                read != null && read.event() instanceof Event.CreditsReversed reversal
                        ? new Reverses(
                                reversal.reverses().source(),
                                reversal.reverses().id())
                        : null,
                hidden ? List.of(Sight.USER_ID) : List.of(),
                periods(fate, usage),
                fate.refusal == null
                        ? List.of()
                        : List.of(RejectionAnswer.of(origin, known.appended(), fate.refusal, "/data")));
    }

    private Fate fate() {
        return switch (known.state()) {
            case AWAITED -> new Fate("awaited", null, null);
            case REVERSED -> new Fate("reversed", known.time(), null);
            case ADJUSTMENT -> new Fate("counted", known.time(), null);
            case COUNTED ->
                switch (original) {
                    case Original.Read(Event.CreditsReversed reversal, var usage, var bytes) -> ofReversal(reversal);
                    case Original.Read read -> new Fate("counted", known.time(), null);
                    // It may be a reversal, whose effect is at the time of what it takes back.
                    case Original.NotKept gone -> new Fate("counted", null, null);
                    case Original.Unavailable away -> new Fate("counted", null, null);
                    case Original.NotYetRead early -> new Fate("counted", null, null);
                };
        };
    }

    /** A reversal is counted when it comes; whether it has an effect is told by what it takes back. */
    private Fate ofReversal(Event.CreditsReversed reversal) {
        KnownEvent reversed = sight.cut().event(reversal.reverses(), now).orElse(null);
        if (reversed == null) {
            // It was counted, or else its original would still be awaited; that is older and forgotten by now.
            return new Fate("counted", null, null);
        }
        if (!reversed.content().equals(reversal.restated())) {
            return new Fate("rejected", null, Refusal.REVERSAL_MISMATCH);
        }
        return reversed.state() == State.AWAITED
                ? new Fate("waiting", null, null)
                : new Fate("counted", reversed.time(), null);
    }

    private Map<String, String> periods(Fate fate, @Nullable Usage usage) {
        Instant effect = fate.effect;
        if (effect == null || (usage != null && usage.credits().micros() == 0)) {
            return Map.of();
        }
        Map<String, String> ids = new LinkedHashMap<>();
        OrganizationCalendar calendar = sight.cut().calendar();
        LocalDate date = calendar.dateOf(effect);
        for (Granularity granularity : Granularity.values()) {
            ids.put(
                    granularity.name().toLowerCase(Locale.ROOT),
                    calendar.periodOf(granularity, date).id());
        }
        return ids;
    }

    private static String actorType(Actor actor) {
        return switch (actor) {
            case Actor.Member member -> "member";
            case Actor.UnnamedMember unnamed -> "member";
            case Actor.Guest guest -> "guest";
            case Actor.Service service -> "service";
        };
    }
}
