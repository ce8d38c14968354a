package dev.tallystream.query.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tallystream.contract.event.Refusal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why one record was not counted.
 *
 * @param origin where it was first appended, {@code partition:offset}
 * @param pointer of what is wrong; absent for the whole
 * @param id of the event, where it could be read and may be shown
 * @param hidden what could be read and is not shown, because it names somebody
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RejectionAnswer(
        String origin,
        String appendedAt,
        @Nullable String rejectedAt,
        String reason,
        @Nullable String pointer,
        String detail,
        @Nullable String id,
        @Nullable String source,
        List<String> hidden) {
    private static final String UNKNOWN_REASON = "This release does not know the reason.";

    /** Copies the list. */
    public RejectionAnswer {
        hidden = List.copyOf(hidden);
    }

    static RejectionAnswer of(RejectedEvent event, Sight.Names names) {
        return new RejectionAnswer(
                event.origin(),
                event.appended().toString(),
                event.rejected().toString(),
                event.reason(),
                event.pointer().isEmpty() ? null : event.pointer(),
                Refusal.fromSlug(event.reason()).map(Refusal::sentence).orElse(UNKNOWN_REASON),
                names.id(),
                names.source(),
                names.hidden());
    }

    /** Of an event whose identity the caller has. */
    static RejectionAnswer of(String origin, Instant appended, Refusal reason, String pointer) {
        return new RejectionAnswer(
                origin, appended.toString(), null, reason.slug(), pointer, reason.sentence(), null, null, List.of());
    }
}
