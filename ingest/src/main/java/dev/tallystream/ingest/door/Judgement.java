package dev.tallystream.ingest.door;

import dev.tallystream.contract.event.Decoded;
import dev.tallystream.contract.event.Event;
import dev.tallystream.contract.event.EventBatch;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.problem.Problem;
import dev.tallystream.http.problem.ProblemType;
import dev.tallystream.ingest.door.IngestAnswer.RejectedEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whether one event may pass. */
sealed interface Judgement {
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
            return new TurnedAway(
                    ProblemType.from(refused.reason()),
                    refused.reason().sentence(),
                    refused.pointer(),
                    refused.id(),
                    null);
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
