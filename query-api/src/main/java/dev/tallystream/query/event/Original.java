package dev.tallystream.query.event;

import dev.tallystream.aggregator.view.KnownEvent;
import dev.tallystream.contract.bytes.Hash128;
import dev.tallystream.contract.event.Decoded;
import dev.tallystream.contract.event.Event;
import dev.tallystream.contract.event.EventCodec;
import dev.tallystream.contract.event.Usage;
import dev.tallystream.contract.id.EventIdentity;
import dev.tallystream.contract.id.OrganizationId;
import java.util.Optional;

/** A known event as it was published, as far as that can be had. */
sealed interface Original {
    /** It is this one: what is remembered of it is the hash of what it says. */
    record Read(Event event, Usage usage, byte[] bytes) implements Original {}

    /** The journal no longer has it. */
    record NotKept() implements Original {}

    /** The journal cannot be read now. */
    record Unavailable(NotRead why) implements Original {}

    /** It arrived a moment ago. */
    record NotYetRead() implements Original {}

    static Original of(OriginalEvents events, OrganizationId organization, EventIdentity identity, KnownEvent known) {
        try {
            return events.read(known.partition(), known.offset())
                    .flatMap(bytes -> read(bytes, organization, identity, known))
                    .orElseGet(NotKept::new);
        } catch (NotRead why) {
            return new Unavailable(why);
        }
    }

    private static Optional<Original> read(
            byte[] bytes, OrganizationId organization, EventIdentity identity, KnownEvent known) {
        if (!(EventCodec.decode(bytes) instanceof Decoded.Accepted(Event event))
                || !event.organization().equals(organization)
                || !event.identity().equals(identity)) {
            return Optional.empty();
        }
        return switch (event) {
            case Event.CreditsConsumed consumed -> same(event, consumed.usage(), consumed.content(), bytes, known);
            case Event.CreditsReversed reversed -> same(event, reversed.usage(), reversed.content(), bytes, known);
            case Event.CreditsAdjusted adjusted -> same(event, adjusted.usage(), adjusted.content(), bytes, known);
            case Event.BackfillClosed closed -> Optional.empty();
        };
    }

    private static Optional<Original> same(Event event, Usage usage, Hash128 content, byte[] bytes, KnownEvent known) {
        return content.equals(known.content()) ? Optional.of(new Read(event, usage, bytes)) : Optional.empty();
    }

    /** How answers spell it. */
    default String wireName() {
        return switch (this) {
            case Read read -> "read";
            case NotKept gone -> "not-kept";
            case Unavailable away -> "unavailable";
            case NotYetRead early -> "unavailable";
        };
    }
}
