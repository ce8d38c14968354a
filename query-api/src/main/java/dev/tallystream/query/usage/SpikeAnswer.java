package dev.tallystream.query.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A day far above what is usual on its weekday, and who contributed most to that: the team whose use grew most, with the
 * feature that grew most in it.
 *
 * @param usualCredits the median of the same weekdays before
 * @param feature absent where the days of the crossing are no longer kept
 * @param team absent where it was use without a team
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SpikeAnswer(
        String usualCredits,
        @Nullable Contributor feature,
        @Nullable Contributor team) {
    /** A feature or team; its name is the id where the directory has none. */
    public record Contributor(String id, String name) {}
}
