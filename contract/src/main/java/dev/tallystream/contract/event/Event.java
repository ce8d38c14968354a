package dev.tallystream.contract.event;

import dev.tallystream.contract.bytes.Hash128;
import dev.tallystream.contract.id.BackfillId;
import dev.tallystream.contract.id.EventIdentity;
import dev.tallystream.contract.id.OrganizationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A well-formed event of a known type. What it is worth is decided once, by the topology. */
public sealed interface Event {
    /** The tenant, the CloudEvents {@code subject}. */
    OrganizationId organization();

    /** What makes a retry the same event. */
    EventIdentity identity();

    /** When it happened, where the publisher said so; otherwise the broker's append time stands in. */
    @Nullable
    Instant time();

    /** The load of history that it belongs to, if any. */
    @Nullable
    BackfillId backfill();

    /** The CloudEvents type. */
    EventType type();

    /** Credits that were used: {@code ai.credits.consumed.v1}. {@code content} tells a retry from a conflict. */
    record CreditsConsumed(
            OrganizationId organization,
            EventIdentity identity,
            @Nullable Instant time,
            @Nullable BackfillId backfill,
            Usage usage,
            Hash128 content)
            implements Event {
        @Override
        public EventType type() {
            return EventType.CREDITS_CONSUMED;
        }
    }

    /**
     * An event is taken back whole: {@code ai.credits.reversed.v1}. The original's data is restated, so that a slip in
     * {@code reverses} cannot take back something else.
     *
     * @param reverses the identity of the original
     * @param restated the content of the original, as this event restates it
     */
    record CreditsReversed(
            OrganizationId organization,
            EventIdentity identity,
            @Nullable Instant time,
            @Nullable BackfillId backfill,
            EventIdentity reverses,
            Usage usage,
            Hash128 restated,
            Hash128 content)
            implements Event {
        @Override
        public EventType type() {
            return EventType.CREDITS_REVERSED;
        }
    }

    /** Credits are corrected by a signed amount, of any age: {@code ai.credits.adjusted.v1}. */
    record CreditsAdjusted(
            OrganizationId organization,
            EventIdentity identity,
            @Nullable Instant time,
            @Nullable BackfillId backfill,
            Usage usage,
            String reason,
            Hash128 content)
            implements Event {
        @Override
        public EventType type() {
            return EventType.CREDITS_ADJUSTED;
        }
    }

    /** A load of history is complete: {@code ai.credits.backfill.closed.v1}; nothing is added to it from now on. */
    record BackfillClosed(
            OrganizationId organization,
            EventIdentity identity,
            @Nullable Instant time,
            BackfillId backfill) implements Event {
        @Override
        public EventType type() {
            return EventType.BACKFILL_CLOSED;
        }
    }
}
