package dev.tallystream.query.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tallystream.query.usage.Fresh;
import dev.tallystream.query.usage.FreshnessAnswer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of the rejected events, the newest first; may be empty and still have more. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RejectedAnswer(
        String organizationId,
        List<RejectionAnswer> items,
        boolean hasMore,
        @Nullable String nextCursor,
        FreshnessAnswer freshness)
        implements Fresh {
    /** Copies the list. */
    public RejectedAnswer {
        items = List.copyOf(items);
    }
}
