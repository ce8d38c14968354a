package dev.tallystream.query.usage;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.query.usage.PanelAnswer.PeriodAnswer;
import dev.tallystream.query.usage.PanelAnswer.Unattributed;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A ranked list: one page of rows, with exact count and credits of every row that matches whatever the page. {@code
 * kind} is {@code features}, {@code teams} or {@code users}; {@code unattributed} is absent from a search, which it
 * cannot match. {@code within} is absent from a list of the whole organization.
 *
 * @param whole what the shares are of, whatever is searched for; for pages, which round them
 * @param keepsPrevious whether the list of the period before is still kept; for pages, which lead there
 * @param trendPeriods the ids of the periods of each row's trend; absent where not asked for
 * @param compared what each row's change compares; absent where not asked for or nothing can be compared
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ListAnswer(
        String organizationId,
        String kind,
        String granularity,
        PeriodAnswer period,
        @Nullable WithinAnswer within,
        List<RankedRow> items,
        int totalCount,
        String totalCredits,
        @Nullable Unattributed unattributed,
        boolean hasMore,
        @Nullable String nextCursor,
        @Nullable List<String> trendPeriods,
        @Nullable ComparedAnswer compared,
        @JsonIgnore Credits whole,
        @JsonIgnore boolean keepsPrevious,
        FreshnessAnswer freshness)
        implements Fresh {
    /**
     * The same point of the period before.
     *
     * @param previous the id of the period before
     * @param days the whole days that are over; absent where both periods are whole
     * @param previousDays the days of the period before with which they are compared: as many, or all of a shorter one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ComparedAnswer(
            String previous,
            @Nullable Integer days,
            @Nullable Integer previousDays) {}

    /**
     * The member to whom the list is narrowed: without a search, the rows and the unattributed part add up to its
     * credits. {@code kind} is {@code features}, {@code teams} or {@code users}.
     *
     * @param name the id where the directory has no name
     * @param deleted true, or absent
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record WithinAnswer(
            String kind, String id, String name, @Nullable Boolean deleted, String credits, long eventCount) {
        static WithinAnswer from(DirectoryKind kind, String id, Optional<DirectoryEntry> entry, Tally tally) {
            return new WithinAnswer(
                    kind.path(),
                    id,
                    entry.map(DirectoryEntry::name).orElse(id),
                    entry.map(DirectoryEntry::deleted)
                            .filter(deleted -> deleted)
                            .orElse(null),
                    tally.credits().toDecimal(),
                    tally.events());
        }
    }
}
