package dev.tallystream.query.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What became of the wish to take an event back.
 *
 * @param outcome {@code published}, {@code already-reversed}, or {@code awaited} where the event has not arrived and is
 *     taken back when it does
 * @param reversal the event that was published
 * @param position an answer that has reached it has what became of that event
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReversalAnswer(
        String organizationId,
        String source,
        String id,
        String outcome,
        @Nullable Published reversal,
        String position) {
    /** The identity of the reversal. */
    public record Published(String source, String id) {}
}
