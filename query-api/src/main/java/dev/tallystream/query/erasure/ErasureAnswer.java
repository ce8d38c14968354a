package dev.tallystream.query.erasure;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.query.erasure.ErasureOutcome.Cleared;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an erasure cleared and what remains, without the user's id: answers are kept in places where it must not stay.
 *
 * @param hidden names {@code rows} where the organization hides what individuals did
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ErasureAnswer(
        String organizationId,
        ClearedAnswer cleared,
        @Nullable List<String> hidden,
        List<Remaining> remains) {
    /** See {@link Cleared}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ClearedAnswer(
            @Nullable Rows rows,
            boolean name,
            long rejectedRecords,
            @Nullable Long waitingReversals,
            int snapshots) {}

    /** Rows that were moved to the unattributed part. */
    public record Rows(long tables, long crossings) {}

    /** Where the id still stands, and until when. */
    public record Remaining(String where, String until) {}

    private static final List<Remaining> REMAINS = List.of(
            new Remaining(
                    "credit-events",
                    "The journal holds the events as they were sent, for as long as it is kept: without limit, unless"
                            + " its records are deleted. Nothing that answers reads the id from there. See"
                            + " docs/runbooks/erase-a-user.md."),
            new Remaining(
                    "disks",
                    "Overwritten bytes leave the disks of the broker and of the tables when those are compacted."));

    static ErasureAnswer of(OrganizationId organization, Cleared cleared) {
        var rows = cleared.rows();
        return new ErasureAnswer(
                organization.value(),
                new ClearedAnswer(
                        rows == null ? null : new Rows(rows.tables(), rows.crossings()),
                        cleared.name(),
                        cleared.rejectedRecords(),
                        rows == null ? null : rows.waitingReversals(),
                        cleared.snapshots()),
                rows == null ? List.of("rows") : null,
                REMAINS);
    }
}
