package dev.tallystream.ingest.door;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.topic.Position;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request's events.
 *
 * @param accepted how many are durable now
 * @param rejected those that are not, in the request's order
 * @param positions for each organization with accepted events the position just behind its last one, as {@code
 *     partition:offset}: an answer that has reached it includes them all
 */
record IngestAnswer(int accepted, List<RejectedEvent> rejected, Map<String, String> positions) {
    /**
     * One event that was turned away.
     *
     * @param index counts from 0
     * @param pointer leads into the event
     * @param retryAfter seconds after which bringing it again is right; null where it never is
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RejectedEvent(
            int index,
            @Nullable String id,
            String type,
            String detail,
            String pointer,
            @JsonProperty("retry_after") @Nullable Long retryAfter) {}

    static IngestAnswer of(int accepted, List<RejectedEvent> rejected, Map<OrganizationId, Position> last) {
        Map<String, String> positions = new TreeMap<>();
        last.forEach((organization, position) -> positions.put(organization.value(), position.toString()));
        return new IngestAnswer(accepted, rejected, positions);
    }
}
