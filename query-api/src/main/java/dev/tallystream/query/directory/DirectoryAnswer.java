package dev.tallystream.query.directory;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.query.usage.FreshnessAnswer;
import org.jspecify.annotations.Nullable;

/** An entry of the directory; of a hidden user only that it is there. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DirectoryAnswer(
        String organizationId,
        String kind,
        String id,
        @Nullable String name,
        @Nullable String url,
        boolean deleted,
        FreshnessAnswer freshness) {
    /** How many entries were written. */
    record Written(String organizationId, int written, FreshnessAnswer freshness) {}

    static DirectoryAnswer of(
            OrganizationId organization,
            DirectoryRequest.Named named,
            DirectoryEntry entry,
            boolean hidden,
            FreshnessAnswer freshness) {
        return new DirectoryAnswer(
                organization.value(),
                named.kind().path(),
                named.id(),
                hidden ? null : entry.name(),
                hidden ? null : entry.url(),
                entry.deleted(),
                freshness);
    }
}
