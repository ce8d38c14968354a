package dev.tallystream.query.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tallystream.aggregator.view.Tally;
import dev.tallystream.contract.directory.DirectoryEntry;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row of a ranking.
 *
 * @param rank its place by credits among all members of the period, 1 for the most, whatever the order and search
 * @param name the id where the directory has no name
 * @param deleted true, or absent
 * @param share of the period's total with four decimals; absent where the total is not positive
 * @param trend its credits in the periods that the list names, the oldest first; absent where not asked for
 * @param change its credits up to the same point; absent where not asked for or nothing can be compared
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RankedRow(
        int rank,
        String id,
        String name,
        @Nullable Boolean deleted,
        @Nullable String url,
        String credits,
        @Nullable BigDecimal share,
        long eventCount,
        @Nullable List<String> trend,
        @Nullable Change change) {
    /**
     * Credits to be compared.
     *
     * @param from up to the same point of the period before
     * @param to up to that point of this one
     */
    public record Change(String from, String to) {}

    static RankedRow from(
            RankedMember member, Optional<DirectoryEntry> entry, Shares shares, @Nullable MemberTrends trends) {
        return new RankedRow(
                member.rank(),
                member.id(),
                entry.map(DirectoryEntry::name).orElse(member.id()),
                entry.map(DirectoryEntry::deleted).filter(deleted -> deleted).orElse(null),
                entry.map(DirectoryEntry::url).orElse(null),
                member.tally().credits().toDecimal(),
                shares.of(member.tally().credits()),
                member.tally().events(),
                trends == null ? null : decimals(trends.of(member)),
                trends == null ? null : trends.change(member));
    }

    private static List<String> decimals(List<Tally> tallies) {
        return tallies.stream().map(tally -> tally.credits().toDecimal()).toList();
    }
}
