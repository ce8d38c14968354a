package dev.tallystream.ingest.door;

import dev.tallystream.contract.event.Decoded;
import dev.tallystream.contract.event.Event;
import dev.tallystream.contract.event.EventBatch;
import dev.tallystream.contract.event.Refusal;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.problem.Problem;
import dev.tallystream.http.problem.ProblemType;
import dev.tallystream.ingest.door.IngestAnswer.RejectedEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whether one event may pass. */
sealed interface Judgement {
    /** What a body must be. */
    String KINDS_OF_BODY =
            "The body must be one event object or an array of event objects, in well-formed JSON and UTF-8.";

    /** It may; {@code place} is where its bytes stand in the request's body. */
    record Admitted(OrganizationId organization, EventBatch.Element place) implements Judgement {}

    /**
     * It may not.
     *
     * @param detail a fixed sentence
     * @param pointer JSON pointer into the event; empty for the whole
     * @param id the event's id, as far as it could be read
     * @param retryAfter when bringing it again is right, where it ever is
     */
    record TurnedAway(
            ProblemType type,
            String detail,
            String pointer,
            @Nullable String id,
            @Nullable Duration retryAfter) implements Judgement {
        static TurnedAway from(Decoded.Refused refused) {
            return of(refused, sentence(refused.reason()));
        }

        /** In binary mode the body is the data alone. */
        static TurnedAway fromBinary(Decoded.Refused refused) {
            Refusal reason = refused.reason();
            return of(refused, reason == Refusal.MALFORMED_JSON ? reason.sentence() : sentence(reason));
        }

        private static TurnedAway of(Decoded.Refused refused, String detail) {
            return new TurnedAway(ProblemType.from(refused.reason()), detail, refused.pointer(), refused.id(), null);
        }

        /** What a rejected event's reason says is right for one that is kept; here some can be told more to the point. */
        private static String sentence(Refusal reason) {
            return switch (reason) {
                case MALFORMED_JSON -> KINDS_OF_BODY;
                case UNKNOWN_VERSION -> "The event's specversion must be 1.0.";
                case INVALID_CLOUDEVENT,
                        DUPLICATE_KEY,
                        MISSING_FIELD,
                        INVALID_ID,
                        INVALID_TEXT,
                        UNKNOWN_TYPE,
                        INVALID_TIME,
                        INVALID_CREDITS,
                        CREDITS_TOO_LARGE,
                        INVALID_QUANTITY,
                        INVALID_ACTOR_TYPE,
                        OVERSIZE,
                        EVENT_TOO_OLD,
                        EVENT_IN_FUTURE,
                        NULL_VALUE,
                        ID_CONFLICT,
                        REVERSAL_UNKNOWN,
                        REVERSAL_MISMATCH,
                        BACKFILL_CLOSED,
                        OVERFLOW -> reason.sentence();
            };
        }

        static TurnedAway of(Event event, ProblemType type, String detail, String pointer) {
            return new TurnedAway(type, detail, pointer, event.identity().id(), null);
        }

        TurnedAway after(Duration time) {
            return new TurnedAway(type, detail, pointer, id, time);
        }

        /** As the answer to a request of this event alone. */
        Problem toProblem() {
            Problem problem = pointer.isEmpty() ? Problem.of(type, detail) : Problem.at(pointer, type, detail);
            return retryAfter == null ? problem : problem.after(retryAfter);
        }

        /** As one of those that did not pass while others did. */
        RejectedEvent toRejected(int index) {
            // Whole seconds, and not before: as the header field of a lone event says it.
            Long seconds = retryAfter == null
                    ? null
                    : Math.max(1, retryAfter.plusNanos(999_999_999).toSeconds());
            return new RejectedEvent(index, id, type.uri(), detail, pointer, seconds);
        }

        /** As one of a batch's wrong places. */
        Problem.Fault toFault(int index) {
            return new Problem.Fault("/" + index + pointer, type.slug());
        }
    }
}
