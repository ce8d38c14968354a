package dev.tallystream.query.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tallystream.contract.id.EventIdentity;
import dev.tallystream.contract.id.OrganizationId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is told of one event.
 *
 * @param outcome "counted", "reversed", "waiting", "awaited" or "rejected"
 * @param original whether what it said is told: {@code read}, {@code not-kept} or {@code unavailable}; absent where it
 *     never arrived or was rejected
 * @param time when it happened, as it was counted
 * @param origin where it was first appended, {@code partition:offset}
 * @param reverses what a reversal takes back
 * @param hidden what it said and is not shown
 * @param periods the ids of the periods whose rows it changed, by granularity; absent where it changed none, or where
 *     that is not known
 * @param rejections why it was not counted, the newest first
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record EventFacts(
        String organizationId,
        String source,
        String id,
        String outcome,
        @Nullable String original,
        @Nullable String type,
        @Nullable String time,
        @Nullable String origin,
        @Nullable String appendedAt,
        @Nullable String feature,
        @Nullable String teamId,
        @Nullable String userId,
        @Nullable String actorType,
        @Nullable String credits,
        @Nullable Reverses reverses,
        List<String> hidden,
        Map<String, String> periods,
        List<RejectionAnswer> rejections) {
    /** Copies the lists. */
    public EventFacts {
        hidden = List.copyOf(hidden);
        periods = Collections.unmodifiableMap(new LinkedHashMap<>(periods));
        rejections = List.copyOf(rejections);
    }

    /** Of an event that was never counted. */
    static EventFacts rejected(OrganizationId organization, EventIdentity identity, List<RejectionAnswer> rejections) {
        return new EventFacts(
                organization.value(),
                identity.source(),
                identity.id(),
                "rejected",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                Map.of(),
                rejections);
    }

    /** The identity of another event. */
    public record Reverses(String source, String id) {}
}
