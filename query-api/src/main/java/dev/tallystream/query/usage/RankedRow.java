package dev.tallystream.query.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tallystream.contract.directory.DirectoryEntry;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row of a ranking.
 *
 * @param rank its place by credits among all members of the period, 1 for the most, whatever the order and search
 * @param name the id where the directory has no name
 * @param deleted true, or absent
 * @param share of the period's total with four decimals; absent where the total is not positive
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
        long eventCount) {
    static RankedRow from(RankedMember member, Optional<DirectoryEntry> entry, Shares shares) {
        return new RankedRow(
                member.rank(),
                member.id(),
                entry.map(DirectoryEntry::name).orElse(member.id()),
                entry.map(DirectoryEntry::deleted).filter(deleted -> deleted).orElse(null),
                entry.map(DirectoryEntry::url).orElse(null),
                member.tally().credits().toDecimal(),
                shares.of(member.tally().credits()),
                member.tally().events());
    }
}
