package dev.tallystream.query.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** One row of a ranking; {@code name} is the id where the directory has no name; {@code share} is of the total, 0..1. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RankedRow(
        int rank,
        String id,
        String name,
        @Nullable Boolean deleted,
        @Nullable String url,
        String credits,
        double share,
        long eventCount) {}
